import { expect, test } from "vitest";
import * as Y from "yjs";
import { seededRandom, testSeed } from "@/test-support/random";
import { diffText } from "./text-diff";
import { applyEdit, planEdit, rewriteText } from "./text-edit";

const ALPHABET = ["a", "b", "c", " ", "\n", "\n", "é", "👍", "👩‍💻"];

function randomText(random: () => number, length: number): string {
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)] ?? "").join("");
}

/** Changes a text in a few places, as an editor or a script would. */
function mutate(random: () => number, text: string): string {
  const characters = [...text];
  for (let n = Math.floor(random() * 4); n >= 0; n -= 1) {
    const at = Math.floor(random() * (characters.length + 1));
    characters.splice(at, Math.floor(random() * 5), ...randomText(random, Math.floor(random() * 6)));
  }
  return characters.join("");
}

const ROUNDS = 400;
const SERVER_ID = 7;

/** As the server does it: under an id that is the document's own only while it writes. */
function writeAs(doc: Y.Doc, write: () => void): void {
  doc.transact(() => {
    const own = doc.clientID;
    doc.clientID = SERVER_ID;
    write();
    doc.clientID = own;
  });
}

test("the changes of a diff, written from the end, make the new text, and never cut a surrogate pair", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (let n = 0; n < ROUNDS; n += 1) {
    const old = randomText(random, Math.floor(random() * 60));
    const next = mutate(random, old);
    let text = old;
    for (const { start, remove, insert } of diffText(old, next).reverse()) {
      expect(insert.isWellFormed(), `seed ${seed}, round ${n}`).toBe(true);
      text = text.slice(0, start) + insert + text.slice(start + remove);
      expect(text.isWellFormed(), `seed ${seed}, round ${n}`).toBe(true);
    }
    expect(text, `seed ${seed}, round ${n}`).toBe(next);
  }
});

test("I9: an edit planned on the text it is written on makes exactly the new text", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const doc = new Y.Doc();
  const text = doc.getText("content");
  for (let n = 0; n < ROUNDS; n += 1) {
    const next = mutate(random, text.toString());
    const edit = planEdit(text, next);
    writeAs(doc, () => (n % 3 === 0 ? rewriteText(text, next) : applyEdit(text, edit)));
    expect(text.toString(), `seed ${seed}, round ${n}`).toBe(next);
  }
});

test("I9: an edit planned at an older version keeps what was typed since and brings what it inserts once", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (let n = 0; n < ROUNDS; n += 1) {
    const head = new Y.Doc();
    const text = head.getText("content");
    text.insert(0, randomText(random, 40));
    const base = new Y.Doc();
    Y.applyUpdate(base, Y.encodeStateAsUpdate(head));
    const place = Math.floor(random() * text.length);
    text.insert(place, "[since]");
    if (random() < 0.5) text.delete(0, Math.min(place, 3));
    const old = base.getText("content").toString();
    const at = [...old].slice(0, Math.floor(random() * [...old].length)).join("").length;
    const edit = planEdit(base.getText("content"), `${old.slice(0, at)}[put]${old.slice(at)}`);
    writeAs(head, () => applyEdit(text, edit));
    const count = (word: string) => text.toString().split(word).length - 1;
    expect([count("[since]"), count("[put]")], `seed ${seed}, round ${n}`).toEqual([1, 1]);
  }
});

test("a diff of large and quite different texts is bounded in time", () => {
  const lines = (from: number) => Array.from({ length: 40_000 }, (_, n) => `line ${n * 7 + from}\n`).join("");
  const since = performance.now();
  const changes = diffText(lines(0), lines(3));
  expect(performance.now() - since).toBeLessThan(5_000);
  expect(changes.length).toBeGreaterThan(0);
});

test("a changed word in a long text is a change of that word", () => {
  const old = Array.from({ length: 1_000 }, (_, n) => `line ${n}\n`).join("");
  const next = old.replace("line 500\n", "line five hundred\n");
  const [change, ...more] = diffText(old, next);
  expect(more).toEqual([]);
  expect(change?.insert.length).toBeLessThan(20);
});
