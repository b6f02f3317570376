import { expect, test } from "vitest";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { seededRandom, testSeed } from "@/test-support/random";
import { findAnchors, freezeText } from "./anchors";
import { createLineIndex } from "./line-index";

const SEED = testSeed();
const LETTERS = ["a", "b", "\n", "é", "😀", "xyz", "\n\n", "漢字"];

/** People with a document each, who type at the same time and hear each other now and then. */
function crowd(random: () => number, size: number) {
  const docs = Array.from({ length: size }, () => new Y.Doc());
  const pick = (below: number) => Math.floor(random() * below);
  const type = () => {
    const text = docs[pick(size)]?.getText(CONTENT_ROOT);
    if (text === undefined) return;
    const at = pick(text.length + 1);
    if (random() < 0.4 && text.length > 0) text.delete(Math.min(at, text.length - 1), 1);
    else text.insert(at, LETTERS[pick(LETTERS.length)] ?? "");
  };
  const meet = (from = docs[pick(size)], to = docs[pick(size)]) => {
    if (from !== undefined && to !== undefined)
      Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
  };
  const meetAll = () => {
    for (const doc of docs) meet(doc, docs[0]);
    for (const doc of docs) meet(docs[0], doc);
  };
  const [first] = docs;
  if (first === undefined) throw new Error("nobody");
  return { text: first.getText(CONTENT_ROOT), doc: first, pick, type, meet, meetAll };
}

test(`positions and offsets are each other's inverse in any text (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  for (let n = 0; n < 300; n += 1) {
    const text = Array.from({ length: n % 40 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join(
      "",
    );
    const index = createLineIndex(text);
    const lines = text.split("\n");
    for (let offset = 0; offset <= text.length; offset += 1) {
      const { line, column } = index.positionAt(offset);
      expect(line).toBe(text.slice(0, offset).split("\n").length);
      expect(column).toBe(offset - `\n${text}`.lastIndexOf("\n", offset) + 1);
      expect(index.offsetAt({ line, column })).toBe(offset);
    }
    for (const [i, line] of lines.entries()) {
      expect(index.lineText(i + 1)).toBe(line);
      expect(index.offsetAt({ line: i + 1, column: 10_000 })).toBe(
        index.offsetAt({ line: i + 1, column: 1 }) + line.length,
      );
    }
    expect(index.offsetAt({ line: lines.length + 5, column: 3 })).toBe(text.length);
  }
});

test(`anchors stay with their characters through 1,000 random concurrent edits, as Yjs' own do (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const { text, doc, pick, type, meet, meetAll } = crowd(random, 3);
  for (let i = 0; i < 300; i += 1) type();
  meetAll();
  for (let round = 0; round < 20; round += 1) {
    const frozen = freezeText(text, round);
    const stretches = Array.from({ length: 25 }, () => {
      const start = pick(text.length);
      return { start, end: start + 1 + pick(Math.min(30, text.length - start)) };
    });
    const anchors = stretches.map(({ start, end }) => frozen.anchor(start, end));
    expect(findAnchors(text, anchors)).toEqual(stretches);
    const yjs = stretches.map(({ start, end }) => ({
      start: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, start, 0)),
      end: Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, end, -1)),
    }));
    expect(findAnchors(text, yjs)).toEqual(stretches);
    for (let i = 0; i < 50; i += 1) {
      type();
      if (random() < 0.2) meet();
    }
    meetAll();
    const found = findAnchors(text, JSON.parse(JSON.stringify(anchors)));
    for (const [i, stretch] of found.entries()) {
      const own = yjs[i];
      const absolute = (json: unknown) =>
        Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), doc)?.index;
      expect(stretch).toEqual({ start: absolute(own?.start), end: absolute(own?.end) });
    }
  }
});

test("what is typed beside a stretch stays outside, what is typed in it is inside, also at the ends of the text", () => {
  const text = new Y.Doc().getText(CONTENT_ROOT);
  text.insert(0, "one two");
  const frozen = freezeText(text, 1);
  const [word, all, beyond, empty] = [
    frozen.anchor(4, 7),
    frozen.anchor(0, 7),
    frozen.anchor(-1, 8),
    frozen.anchor(3, 3),
  ];
  const shown = () =>
    findAnchors(text, [word, all, beyond, empty]).map(
      (stretch) => stretch && text.toString().slice(stretch.start, stretch.end),
    );
  expect(shown()).toEqual(["two", "one two", "one two", ""]);
  text.insert(7, "!");
  text.insert(4, "(");
  text.insert(0, "> ");
  expect(shown()).toEqual(["two", "one (two", "> one (two!", ""]);
  text.insert(7, "-"); // between the bracket and the word
  text.insert(5, "_"); // where the empty one stands
  expect(shown()).toEqual(["two", "one_ (-two", "> one_ (-two!", "_"]);
  text.delete(0, text.length);
  expect(findAnchors(text, [word, all, beyond, empty])).toEqual(
    Array.from({ length: 4 }, () => ({ start: 0, end: 0 })),
  );
});

test("what is no anchor, or of characters that nobody has, is nowhere", () => {
  const text = new Y.Doc().getText(CONTENT_ROOT);
  text.insert(0, "text");
  const good = freezeText(text, 1).anchor(0, 2);
  const strange = { item: { client: 1, clock: 99 }, assoc: 0 };
  const bad = [
    { start: strange, end: good.end },
    { start: good.start, end: strange },
    { start: null, end: null },
    { start: "x", end: 7 },
    { start: { item: { client: "a", clock: {} } }, end: good.end },
  ];
  expect(findAnchors(text, bad)).toEqual(bad.map(() => null));
  expect(findAnchors(text, [])).toEqual([]);
});

test("a text of 10,000 lines typed by many hands is frozen, and 200 places found in it, in no time", () => {
  const random = seededRandom(7);
  const { text, pick } = crowd(random, 1);
  text.insert(0, "const value = compute(1, 2, 3); // a line\n".repeat(10_000));
  for (let i = 0; i < 5_000; i += 1) text.insert(pick(text.length), "x");
  const busy: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    const before = process.cpuUsage();
    const frozen = freezeText(text, 1);
    const anchors = Array.from({ length: 200 }, () => {
      const start = pick(text.length - 40);
      return frozen.anchor(start, start + 40);
    });
    expect(findAnchors(text, anchors)).not.toContain(null);
    busy.push(process.cpuUsage(before).user / 1_000);
  }
  // 5 ms on a machine that nobody else uses; this guards against walking the document once for each place.
  expect(Math.min(...busy)).toBeLessThan(40);
});
