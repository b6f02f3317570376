import * as encoding from "lib0/encoding";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { seededRandom, testSeed } from "@/test-support/random";
import { standsWhereItCould } from "./judge-place";

const INFO_STRING = 4;
const HAS_ORIGIN = 128;
const HAS_RIGHT_ORIGIN = 64;

type Random = () => number;
type Neighbour = { client: number; clock: number } | null;

const below = (random: Random, end: number) => Math.floor(random() * end);

function documentOf(clientId: number, ...updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getText("content");
  for (const update of updates) Y.applyUpdate(doc, update);
  doc.clientID = clientId; // last: Yjs takes an id away that it meets in an update
  return doc;
}

/** Puts an update into the document when it stands where it could, as the engine does. */
function take(head: Y.Doc, update: Uint8Array): boolean {
  const trial = documentOf(0, Y.encodeStateAsUpdate(head));
  const from = new Map(
    [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update)).keys()].map((id) => [
      id,
      Y.getState(trial.store, id),
    ]),
  );
  const stands = trial.transact(() => {
    Y.applyUpdate(trial, update);
    return standsWhereItCould(trial.store, from);
  });
  if (stands) Y.applyUpdate(head, update);
  return stands;
}

/** Every character that was ever there, in the order of the text. */
function charactersOf(doc: Y.Doc): { client: number; clock: number }[] {
  const all = [];
  for (let item = doc.getText("content")._start; item !== null; item = item.right) {
    for (let n = 0; n < item.length; n += 1) all.push({ client: item.id.client, clock: item.id.clock + n });
  }
  return all;
}

/** An update of one new item between two neighbours of the forger's choice. */
function forge(client: number, clock: number, left: Neighbour, right: Neighbour, text: string): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number);
  encoding.writeUint8(encoder, INFO_STRING | (left ? HAS_ORIGIN : 0) | (right ? HAS_RIGHT_ORIGIN : 0));
  for (const neighbour of [left, right]) {
    if (neighbour === null) continue;
    encoding.writeVarUint(encoder, neighbour.client);
    encoding.writeVarUint(encoder, neighbour.clock);
  }
  if (left === null && right === null) {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, "content");
  }
  encoding.writeVarString(encoder, text);
  encoding.writeVarUint(encoder, 0); // deletes nothing
  return encoding.toUint8Array(encoder);
}

/** The text as somebody reads it who learns of the clients' work in another order. */
function readInAnyOrder(random: Random, doc: Y.Doc): string {
  const clients = [...doc.store.clients.keys()];
  const parts = clients.map((client) => {
    const others = clients.filter((other) => other !== client);
    const vector = new Map(others.map((other) => [other, Y.getState(doc.store, other)]));
    return { order: random(), update: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(vector)) };
  });
  parts.sort((a, b) => a.order - b.order);
  return documentOf(0, ...parts.map(({ update }) => update))
    .getText("content")
    .toString();
}

function edit(random: Random, doc: Y.Doc): Uint8Array {
  const before = Y.encodeStateVector(doc);
  const text = doc.getText("content");
  for (let n = below(random, 4); n >= 0; n -= 1) {
    const at = below(random, text.length + 1);
    if (random() < 0.3) text.delete(at, Math.min(text.length - at, 2));
    else text.insert(at, "abcd".slice(0, 1 + below(random, 4)));
  }
  return Y.encodeStateAsUpdate(doc, before);
}

test("I4: whatever honest people write at once, at the same places, online or long offline, stands where it could", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  for (let round = 0; round < 150; round += 1) {
    const head = documentOf(0);
    const people = [11, 7, 900].map((id) => documentOf(id));
    for (let step = 0; step < 40; step += 1) {
      const person = people[below(random, people.length)] ?? head;
      edit(random, person);
      if (random() < 0.4) {
        const unsent = Y.encodeStateAsUpdate(person, Y.encodeStateVector(head));
        expect(take(head, unsent), `seed ${seed}, round ${round}, step ${step}`).toBe(true);
      }
      if (random() < 0.3) Y.applyUpdate(person, Y.encodeStateAsUpdate(head, Y.encodeStateVector(person)));
    }
  }
});

test("I4: forged neighbours are refused as soon as they could let two people read different texts", () => {
  const seed = testSeed();
  const random = seededRandom(seed);
  const taken = { forged: 0, refused: 0 };
  for (let round = 0; round < 800; round += 1) {
    const head = documentOf(0);
    for (let n = 0; n < 12; n += 1) {
      const writer = documentOf(100 + (n % 3), Y.encodeStateAsUpdate(head));
      Y.applyUpdate(head, edit(random, writer));
    }
    for (let n = below(random, 4); n >= 0; n -= 1) {
      const all = charactersOf(head);
      const [i, j] = [below(random, all.length + 1), below(random, all.length + 1)];
      const client = [50, 77, 150, 300][below(random, 4)] ?? 50;
      const update = forge(
        client,
        Y.getState(head.store, client),
        all[Math.min(i, j) - 1] ?? null,
        all[Math.max(i, j)] ?? null,
        "X",
      );
      taken[take(head, update) ? "forged" : "refused"] += 1;
    }
    const hint = `seed ${seed}, round ${round}`;
    expect(readInAnyOrder(random, head), hint).toBe(head.getText("content").toString());
  }
  expect(taken.forged, `seed ${seed}`).toBeGreaterThan(100);
  expect(taken.refused, `seed ${seed}`).toBeGreaterThan(100);
});

test("I4: a right neighbour that is the left one, or comes before it, is refused", () => {
  const head = documentOf(1);
  head.getText("content").insert(0, "abc");
  const [a, b] = [
    { client: 1, clock: 0 },
    { client: 1, clock: 1 },
  ];
  expect(take(head, forge(2, 0, b, b, "X"))).toBe(false);
  expect(take(head, forge(2, 0, b, a, "X"))).toBe(false);
  expect(take(head, forge(2, 0, a, b, "X"))).toBe(true);
});
