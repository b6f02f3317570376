import { setTimeout as sleep } from "node:timers/promises";

/** A burst of typing: what was typed in the last one is taken out, then something new is typed elsewhere. */

/** Milliseconds between two keystrokes, evenly spread: some ten a second. */
const KEY_MS = { least: 60, most: 140 };

/**
 * @typedef {import("./person.mjs").Person} Person
 * @typedef {import("./probes.mjs").Probe} Probe
 * @typedef {{ person: Person, gaps: number[], random: () => number, last: { at: number, length: number } | null }} Typist
 */

/**
 * @param {Typist} typist
 * @param {Probe} probe
 * @param {(line: number) => void} beforeLast called before the last keystroke, with the line that it is typed in
 * @returns {Promise<number>} when the last keystroke was sent (`performance.now`)
 */
export async function typeBurst(typist, { before, typed, after }, beforeLast) {
  const { person, gaps, random, last } = typist;
  if (last !== null) {
    person.edit((text) => text.delete(last.at, last.length));
    await sleep(between(KEY_MS, random));
  }
  const at = gaps[Math.floor(random() * gaps.length)] ?? 0;
  typist.last = { at, length: before.length + typed.length + after.length };
  person.edit((text) => text.insert(at, before + after));
  let caret = at + before.length;
  for (const [n, key] of [...typed].entries()) {
    await sleep(between(KEY_MS, random));
    if (n === typed.length - 1) beforeLast(person.text.toString().slice(0, caret).split("\n").length);
    const sent = caret;
    person.edit((text) => text.insert(sent, key));
    caret += key.length;
  }
  return performance.now();
}

/**
 * @param {{ least: number, most: number }} bounds
 * @param {() => number} random
 */
export const between = ({ least, most }, random) => least + (most - least) * random();
