import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { CONTENT_ROOT, type UpdateAck } from "@/lib/contracts/live";
import { Outbox } from "./client-sync-outbox";
import { readMessage } from "./messages";

/** What a page sends: one update under way, and what is typed meanwhile as one more. */
interface Sent {
  update: Uint8Array;
  answer(answer: UpdateAck): void;
}

let doc: Y.Doc;
let sent: Sent[];
let refused: number;
let outbox: Outbox;

beforeEach(() => {
  vi.useFakeTimers();
  doc = new Y.Doc();
  sent = [];
  refused = 0;
  outbox = new Outbox(0, {
    doc,
    textLength: () => text().length,
    send(message, answer) {
      const read = readMessage(message);
      if (read.kind !== "update") throw new Error(`a message of kind ${read.kind} was sent`);
      sent.push({ update: read.update, answer });
    },
    changed: () => undefined,
    refused: () => {
      refused += 1;
    },
  });
  doc.on("update", (update: Uint8Array) => outbox.add(update));
});
afterEach(() => {
  outbox.stop();
  vi.useRealTimers();
});

const text = () => doc.getText(CONTENT_ROOT);
const write = (words: string) => text().insert(text().length, words);
const empty = () => Y.encodeStateVector(new Y.Doc());
/** What a server reads that stores these messages and nothing else. */
function stored(messages: readonly Sent[]): string {
  const server = new Y.Doc();
  for (const { update } of messages) Y.applyUpdate(server, update);
  return server.getText(CONTENT_ROOT).toString();
}

test("one update is under way, and all that is typed meanwhile goes out as one when it is acknowledged", () => {
  outbox.answer(Y.encodeStateVector(doc));
  for (const letter of "abcdef") write(letter);
  expect(sent).toHaveLength(1);
  expect(stored(sent)).toBe("a");
  expect(outbox.waiting).toBe(6);
  sent[0]?.answer({ version: 1 });
  expect(sent).toHaveLength(2);
  expect(stored(sent)).toBe("abcdef");
  expect([outbox.waiting, outbox.clean]).toEqual([5, false]);
  sent[1]?.answer({ version: 2 });
  expect(sent).toHaveLength(2);
  expect([outbox.waiting, outbox.clean]).toEqual([0, true]);
});

test("after a connection was lost all that the server lacks goes out once, and late acknowledgements do not count", () => {
  outbox.answer(empty());
  write("one ");
  outbox.disconnected();
  write("two ");
  expect(sent).toHaveLength(1);
  outbox.answer(empty());
  expect(sent).toHaveLength(2);
  expect(stored(sent.slice(1))).toBe("one two ");
  sent[0]?.answer({ version: 1 });
  expect(outbox.waiting).toBe(2);
  sent[1]?.answer({ version: 2 });
  expect(outbox.waiting).toBe(0);
});

test("what could not be stored is tried again, as one, after a second", () => {
  outbox.answer(empty());
  write("one ");
  sent[0]?.answer({ error: { code: CLOSE_CODES.databaseAway, detail: "away" } });
  write("two ");
  expect(sent).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  expect(sent).toHaveLength(2);
  expect(stored(sent.slice(1))).toBe("one two ");
});

test("a text that is too large waits until it is shorter, and what is never taken is told", () => {
  outbox.answer(empty());
  write("too large");
  sent[0]?.answer({ error: { code: CLOSE_CODES.tooLarge, detail: "too large" } });
  expect(outbox.blocked).toBe(true);
  write("!");
  expect(sent).toHaveLength(1);
  text().delete(0, 4);
  expect(outbox.blocked).toBe(false);
  expect(stored(sent.slice(1))).toBe("large!");
  sent[1]?.answer({ error: { code: CLOSE_CODES.invalid, detail: "no" } });
  expect(refused).toBe(1);
});

test("an acknowledgement that never comes is not waited for", () => {
  outbox.answer(empty());
  write("one ");
  outbox.look();
  expect(sent).toHaveLength(1);
  outbox.look();
  expect(sent).toHaveLength(2);
  expect(stored(sent.slice(1))).toBe("one ");
});
