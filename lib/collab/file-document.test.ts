import { expect, test } from "vitest";
import * as Y from "yjs";
import type { LoadedLog } from "./document-log";
import { type BadRow, FileDocument } from "./file-document";

const LIMITS = { maxFileBytes: 1_000 };
/** The state vector of a client that has nothing. */
const NOTHING = Uint8Array.of(0);

/** A log of one client that types the words one after the other. */
function logOf(words: string[]): LoadedLog {
  const doc = new Y.Doc();
  const rows = words.map((word, n) => {
    const before = Y.encodeStateVector(doc);
    doc.getText("content").insert(doc.getText("content").length, word);
    return { seq: n + 1, userId: 1, update: Y.encodeStateAsUpdate(doc, before) };
  });
  return { epoch: "e", headSeq: words.length, snapshot: null, rows };
}

test("I4: a row that cannot be read is set aside and told; the others stand", () => {
  const log = logOf(["one ", "two ", "three "]);
  log.rows.push({ seq: 4, userId: 1, update: Uint8Array.of(1, 2, 3) });
  log.headSeq = 4;
  const bad: BadRow[] = [];
  const document = FileDocument.fromLog(log, LIMITS, (row) => bad.push(row));
  expect(document.toString()).toBe("one two three ");
  expect(document.seq).toBe(4);
  expect(bad.map(({ seq }) => seq)).toEqual([4]);
});

test("a text of exactly the limit fits, one byte more does not; multi-byte characters count as they are stored", () => {
  const document = FileDocument.fromLog(logOf([]), LIMITS, () => undefined);
  expect(document.changeAs(7, (text) => text.insert(0, "é".repeat(500))).oversize).toBeNull();
  expect(document.changeAs(7, (text) => text.insert(0, "a")).oversize).toBe("text");
});

test("a document that grows by deleting and typing again is measured after garbage collection", () => {
  const document = FileDocument.fromLog(logOf([]), LIMITS, () => undefined);
  const word = "x".repeat(900);
  for (let n = 0; n < 30; n += 1) {
    document.changeAs(7, (text) => text.delete(0, text.length));
    expect(document.changeAs(7, (text) => text.insert(0, word)).oversize, `round ${n}`).toBeNull();
  }
});

test("I9: an edit under a leased id leaves the document's own id alone", () => {
  const document = FileDocument.fromLog(logOf(["a"]), LIMITS, () => undefined);
  const own = document.doc.clientID;
  const { update } = document.changeAs(77, (text) => text.insert(0, "b"));
  expect(document.doc.clientID).toBe(own);
  expect(update === null ? null : [...Y.decodeUpdate(update).structs].map(({ id }) => id.client)).toEqual([
    77,
  ]);
});

test("a change that brings nothing answers null", () => {
  const log = logOf(["a"]);
  const document = FileDocument.fromLog(log, LIMITS, () => undefined);
  const [row] = log.rows;
  expect(document.change(() => row && Y.applyUpdate(document.doc, row.update)).update).toBeNull();
});

test("I2: who has nothing is given all there is, as it was stored or as it stands by now", () => {
  const log = logOf(["one ", "two "]);
  const before = FileDocument.fromLog(log, LIMITS, () => undefined);
  const state = before.updateSince(NOTHING);
  const stored = { ...log, snapshot: { seq: log.headSeq, state }, rows: [] };
  const document = FileDocument.fromLog(stored, LIMITS, () => undefined);
  expect(document.updateSince(NOTHING)).toBe(state);
  document.changeAs(7, (text) => text.insert(0, "zero "));
  const reader = new Y.Doc();
  Y.applyUpdate(reader, document.updateSince(NOTHING));
  expect(reader.getText("content").toString()).toBe("zero one two ");
});
