import { textAfter } from "../lib/edits.mjs";
import { called, openDocument } from "./sharedb-client.mjs";

/**
 * The long trace with ShareDB: its client has one operation under way at a time. A document's history does not matter to
 * who opens it, so the whole text is opened as one that was made in one piece.
 *
 * @typedef {import("./client.mjs").Address} Address
 * @typedef {Awaited<ReturnType<typeof openDocument>>["doc"]} Doc
 */

const TEXT = "text";
const TOGETHER = 1_000;

/**
 * Sends edit by edit, each when the one before is stored, until the time is over; waits until somebody else has all.
 * @param {{ writer: Address, reader: Address }} people
 * @param {import("../lib/edits.mjs").Edit[]} edits
 * @param {number} limitMs
 */
export async function replayEdits({ writer, reader }, edits, limitMs) {
  const { writes, hears } = await openBoth(writer, reader);
  const start = performance.now();
  let sent = 0;
  for (const edit of edits) {
    if (performance.now() - start > limitMs) break;
    const operation = operationOf(writes.doc.data[TEXT], edit);
    await called((done) => writes.doc.submitOp(operation, done));
    sent += 1;
  }
  await untilHeard(hears.doc, writes.doc.version);
  const ms = performance.now() - start;
  if (hears.doc.data[TEXT] !== writes.doc.data[TEXT]) throw new Error("the two texts differ");
  const close = () => {
    for (const { connection } of [writes, hears]) connection.close();
  };
  return { edits: sent, ms, close };
}

/**
 * As ShareDB's client would send a burst: what waits for an operation under way goes together as the next one.
 * @param {{ writer: Address, reader: Address }} people
 * @param {import("../lib/edits.mjs").Edit[]} edits
 * @returns {Promise<import("./client.mjs").Mark[]>} what the other was shown
 */
export async function replayAtOnce({ writer, reader }, edits) {
  const { writes, hears } = await openBoth(writer, reader);
  // Its client puts them together in quadratic time: half a minute for so many.
  writes.doc.preventCompose = true;
  let text = "";
  for (let next = 0; next < edits.length; next += TOGETHER) {
    const operation = edits.slice(next, next + TOGETHER).flatMap((edit) => {
      const made = operationOf(text, edit);
      text = textAfter([edit], text);
      return made;
    });
    writes.doc.submitOp(operation);
  }
  await called((done) => writes.doc.whenNothingPending(done));
  await untilHeard(hears.doc, writes.doc.version);
  const version = hears.doc.version - 1;
  const typed = edits.filter(([, , inserted]) => inserted !== "");
  return typed.map((_, clock) => ({ author: 0, clock, at: Number.NaN, version }));
}

/**
 * @param {Address} writer
 * @param {Address} reader
 */
async function openBoth(writer, reader) {
  await createText(writer, "");
  return { writes: await openDocument(writer), hears: await openDocument(reader) };
}

/**
 * @param {string} text that it is made in
 * @param {import("../lib/edits.mjs").Edit} edit
 * @returns {import("./sharedb-client.mjs").Operation}
 */
function operationOf(text, [at, deleted, inserted]) {
  const p = /** @type {[string, number]} */ ([TEXT, at]);
  return deleted > 0 ? [{ p, sd: text.slice(at, at + deleted) }] : [{ p, si: inserted }];
}

/**
 * @param {Doc} doc
 * @param {number} version
 */
async function untilHeard(doc, version) {
  while (doc.version < version) await called((done) => doc.once("op", () => done()));
}

/**
 * @param {Address} address
 * @param {string} text
 */
export async function createText(address, text) {
  const { doc, connection } = await openDocument(address);
  await called((done) => doc.submitOp([{ p: [TEXT], oi: text }], done));
  connection.close();
}

/**
 * Milliseconds in which a client has the text.
 * @param {Address} address
 */
export async function openText(address) {
  const start = performance.now();
  const { doc, connection } = await openDocument(address);
  const openMs = performance.now() - start;
  const content = doc.data[TEXT];
  connection.close();
  return { openMs, receivedMs: openMs, bytes: Buffer.byteLength(JSON.stringify(doc.data)), content };
}
