import * as Y from "yjs";
import { ROOT_NAME } from "./keystrokes.mjs";

/**
 * What became of what was typed, worked out once the clock has stopped.
 *
 * @typedef {{ client: number, typed: import("./keystrokes.mjs").Keystroke[], sentAt: number[] }} Typist `sentAt`: not a
 *   number where the time does not count
 * @typedef {{ latencies: number[], missing: number, diverged: number }} Verdict `latencies`: milliseconds from each typed
 *   character to each who saw it; `missing`: of those, how many never came; `diverged`: how many ended with another text
 */

/**
 * @param {{ at: number[], updates: Uint8Array[], own?: number }[]} readers everybody in the file; `own`: the client id of
 *   one who types
 * @param {Typist[]} typists
 * @returns {Verdict}
 */
export function judge(readers, typists) {
  const whole = Y.mergeUpdates(typists.flatMap(({ typed }) => typed.map(({ update }) => update)));
  const expected = textOf([whole]);
  /** @type {Verdict} */
  const verdict = { latencies: [], missing: 0, diverged: 0 };
  for (const reader of readers) {
    const others = typists.filter(({ client }) => client !== reader.own);
    verdict.missing += timesSeen(reader, others, verdict.latencies);
    const own = typists.filter(({ client }) => client === reader.own);
    const held = [...own.flatMap(({ typed }) => typed.map(({ update }) => update)), ...reader.updates];
    if (textOf(held) !== expected) verdict.diverged += 1;
  }
  return verdict;
}

/** @param {Uint8Array[]} updates */
function textOf(updates) {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const text = doc.getText(ROOT_NAME).toString();
  doc.destroy();
  return text;
}

/**
 * Adds one latency per character seen; answers how many were not.
 * @param {{ at: number[], updates: Uint8Array[] }} reader
 * @param {Typist[]} others
 * @param {number[]} latencies
 */
function timesSeen({ at, updates }, others, latencies) {
  /** @type {Map<string, number>} */
  const sent = new Map();
  for (const { client, typed, sentAt } of others) {
    typed.forEach(({ clock }, n) => {
      if (clock >= 0) sent.set(`${client} ${clock}`, sentAt[n] ?? Number.NaN);
    });
  }
  updates.forEach((update, n) => {
    for (const struct of Y.decodeUpdate(update).structs) {
      if (struct instanceof Y.Skip) continue;
      const { client, clock } = struct.id;
      for (let seen = clock; seen < clock + struct.length; seen += 1) {
        const time = sent.get(`${client} ${seen}`);
        if (time === undefined) continue;
        if (!Number.isNaN(time)) latencies.push((at[n] ?? Number.NaN) - time);
        sent.delete(`${client} ${seen}`);
      }
    }
  });
  return sent.size;
}
