import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { joinEngine, startEngine } from "@/test-support/engine";
import { seededRandom, testSeed } from "@/test-support/random";
import { standsWhereItCould } from "./judge-place";
import { updateMessage } from "./messages";
import type { LiveEngine } from "./types";
import { judgeUpdate } from "./validate-update";

const [OWNER, EDITOR] = [1, 2];
const FRAMES = 3_000;
const NOBODY = new Map<number, { from: number; userId: number }>();
const engines: LiveEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop();
});

/** Yjs draws client ids at random, and they decide places: here a seed must decide them. */
function documentOf(random: () => number, state?: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = Math.floor(random() * 2 ** 32);
  if (state !== undefined) Y.applyUpdate(doc, state);
  return doc;
}

/** A document with deletions, several clients and split runs. */
function livelyDocument(random: () => number): Y.Doc {
  const doc = documentOf(random);
  const text = doc.getText("content");
  for (let n = 0; n < 60; n += 1) {
    const own = doc.clientID;
    doc.clientID = 100 + (n % 3);
    text.insert(Math.floor(random() * (text.length + 1)), "abc👍".slice(0, 1 + (n % 3)));
    if (n % 4 === 0) text.delete(Math.floor(random() * text.length), 1);
    doc.clientID = own;
  }
  return doc;
}

function mutate(random: () => number, update: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(update);
  for (let n = Math.floor(random() * 3); n >= 0; n -= 1) {
    bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  }
  if (random() < 0.2) return bytes.slice(0, Math.floor(random() * bytes.length));
  return bytes;
}

test("I4: what fits and stands where it could is read alike by everybody, whatever was done to its bytes", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const doc = livelyDocument(random);
  const state = Y.encodeStateAsUpdate(doc);
  let fitting = 0;
  for (let n = 0; n < FRAMES; n += 1) {
    const writer = documentOf(random, state);
    const before = Y.encodeStateVector(writer);
    const text = writer.getText("content");
    text.insert(Math.floor(random() * text.length), "new");
    text.delete(Math.floor(random() * (text.length - 2)), 2);
    const update = mutate(random, Y.encodeStateAsUpdate(writer, before));
    const head = documentOf(random, state);
    const verdict = judgeUpdate(head.store, update, OWNER, NOBODY);
    if (verdict.kind !== "fits") continue;
    const hint = `seed ${seed}, frame ${n}`;
    const from = new Map(verdict.clientIds.map((id) => [id, Y.getState(head.store, id)]));
    const stands = head.transact(() => {
      Y.applyUpdate(head, update);
      return standsWhereItCould(head.store, from);
    });
    if (!stands) continue;
    fitting += 1;
    expect(head.store.pendingStructs, hint).toBeNull();
    expect(head.store.pendingDs, hint).toBeNull();
    const reread = new Y.Doc();
    Y.applyUpdate(reread, Y.encodeStateAsUpdate(head));
    expect(reread.getText("content").toString(), hint).toBe(head.getText("content").toString());
    expect([...head.share.keys()], hint).toEqual(["content"]);
  }
  expect(fitting, `seed ${seed}: some must get through`).toBeGreaterThan(50);
});

test("I4: thousands of mutated frames hurt nobody else: the others' edits are stored, and the log loads", async () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const { engine, memory } = startEngine();
  engines.push(engine);
  const fileId = memory.createFile(OWNER, engine.seed("start\n"));
  memory.setRole(fileId, EDITOR, "collaborator");
  const honest = await joinEngine(engine, fileId, OWNER);
  let typed = 0;
  let evil = await joinEngine(engine, fileId, EDITOR);
  for (let n = 0; n < FRAMES; n += 1) {
    if (evil.closed.length > 0) evil = await joinEngine(engine, fileId, EDITOR);
    const writer = documentOf(random, Y.encodeStateAsUpdate(honest.doc));
    const before = Y.encodeStateVector(writer);
    writer.getText("content").insert(0, "x");
    evil.connection.receive(mutate(random, updateMessage(Y.encodeStateAsUpdate(writer, before))));
    if (n % 100 !== 0) continue;
    const answer = await honest.edit((text) => text.insert(text.length, `<${n}>`));
    expect(answer, `seed ${seed}, frame ${n}`).toHaveProperty("version");
    typed += 1;
  }
  const { text } = await engine.readText(fileId);
  expect(memory.textOf(fileId), `seed ${seed}`).toBe(text);
  expect(text.match(/<\d+>/g), `seed ${seed}`).toHaveLength(typed);
  expect(honest.closed).toEqual([]);
});

const TWO_LISTS_OF_ONE_CLIENT = [
  ...[2, 1, 5, 0, 4, 1, 7, ...new TextEncoder().encode("content"), 1, 97],
  ...[1, 5, 1, 132, 5, 0, 1, 98, 0],
];

test.each([
  ["a second list of one client, of which Yjs would forget the first", TWO_LISTS_OF_ONE_CLIENT],
  ["nothing at all", []],
  ["a number that has no end", [255, 255, 255, 255, 255, 255, 255, 255, 255]],
])("I4: %s is refused", (_what, bytes) => {
  const head = new Y.Doc();
  head.getText("content").insert(0, "head");
  expect(judgeUpdate(head.store, Uint8Array.from(bytes), OWNER, NOBODY)).toMatchObject({ kind: "refused" });
});

test("I4: an update of somebody else's uncommitted text waits", () => {
  const head = new Y.Doc();
  head.clientID = 5;
  head.getText("content").insert(0, "mine");
  const writer = new Y.Doc();
  Y.applyUpdate(writer, Y.encodeStateAsUpdate(head));
  const before = Y.encodeStateVector(writer);
  writer.getText("content").insert(4, "yours");
  const update = Y.encodeStateAsUpdate(writer, before);
  const uncommitted = new Map([[5, { from: 0, userId: OWNER }]]);
  expect(judgeUpdate(head.store, update, EDITOR, uncommitted)).toEqual({ kind: "wait" });
  expect(judgeUpdate(head.store, update, OWNER, uncommitted)).toMatchObject({ kind: "fits" });
  expect(judgeUpdate(head.store, update, EDITOR, NOBODY)).toMatchObject({ kind: "fits" });
});
