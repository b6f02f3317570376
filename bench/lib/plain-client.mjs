import { once } from "node:events";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { askForState, logIn, nothingToAdd, prefixOf, read, updateMessage } from "../live/wire.mjs";

/**
 * A client of the plain WebSocket that costs next to nothing itself: what it sends is framed beforehand, and of what it
 * hears it counts.
 *
 * @typedef {import("../live/client.mjs").Address} Address
 */

/** What `ws` says of a close without a code, as ours are. */
const CLOSED_BY_US = 1005;
const OPEN_LIMIT_MS = 60_000;
/** RFC 6455: a whole binary message, and that a client's payload is masked; a mask of zeros changes nothing. */
const BINARY_FRAME = 0x82;
const MASKED = 0x80;
const NO_MASK = Buffer.alloc(4);
const SHORT_PAYLOAD = 125;
const TWO_BYTE_LENGTH = 126;

/**
 * Joins, and hears until it is closed; resolves with the first state. `failed` rejects when the server ends the connection.
 * @param {Address} address
 * @param {(update: Uint8Array) => void} hear also the first state
 */
async function join({ url, document, answers }, hear) {
  const prefix = prefixOf(document);
  const socket = new WebSocket(url, { perMessageDeflate: false });
  /** @type {Promise<never>} */
  const failed = once(socket, "close").then(([code, reason]) => {
    if (code === CLOSED_BY_US) return new Promise(() => {});
    throw new Error(`the server ended the connection: ${code} ${reason}`);
  });
  // Whoever waits meanwhile is told; later nobody does.
  failed.catch(() => {});
  await once(socket, "open");
  const joined = new Promise((resolve) => {
    socket.on("message", (data) => {
      const heard = read(new Uint8Array(/** @type {Buffer} */ (data)), prefix);
      if (heard.kind === "asked") socket.send(nothingToAdd(prefix));
      if (!("update" in heard)) return;
      hear(heard.update);
      if (heard.kind === "state") resolve(undefined);
    });
  });
  if (document !== undefined) socket.send(logIn(prefix));
  if (answers) socket.send(askForState(prefix));
  if (answers) await Promise.race([joined, failed]);
  return { socket, prefix, failed };
}

/**
 * Milliseconds from the join in which a client has the file: all of it received, and applied to its document.
 * @param {Address} address
 * @param {number} length of the whole text: some servers say that all is told before they have read it
 */
export async function openFile(address, length) {
  const start = performance.now();
  const doc = new Y.Doc();
  const text = doc.getText("content");
  let bytes = 0;
  let received = start;
  /** @type {() => void} */
  let tellWhole = () => {};
  /** @type {Promise<void>} */
  const whole = new Promise((resolve) => {
    tellWhole = resolve;
  });
  const { socket, failed } = await join(address, (update) => {
    received = performance.now();
    bytes += update.byteLength;
    Y.applyUpdate(doc, update);
    if (text.length === length) tellWhole();
  });
  const timer = setTimeout(() => socket.close(), OPEN_LIMIT_MS);
  await Promise.race([whole, failed, once(socket, "close")]);
  clearTimeout(timer);
  const applied = performance.now();
  socket.close();
  const content = text.toString();
  doc.destroy();
  if (content.length !== length) throw new Error(`${content.length} characters arrived of ${length}`);
  return { receivedMs: received - start, openMs: applied - start, bytes, content };
}

/**
 * Sends all updates, each as a message of its own, as one writer, and waits until somebody else has heard all of them. Both
 * stay connected until `close`.
 * @param {{ writer: Address, reader: Address }} people
 * @param {Uint8Array[]} updates
 * @param {number} inFlight as many are sent before they are heard, at most
 */
export async function replay({ writer, reader }, updates, inFlight) {
  let heard = 0;
  let hearMore = () => {};
  const hears = await join(reader, (update) => {
    heard += editsIn(update);
    hearMore();
  });
  const writes = await join(writer, () => {});
  const frames = updates.map((update) => frame(updateMessage(writes.prefix, update)));
  let sent = 0;
  const start = performance.now();
  const allHeard = new Promise((resolve) => {
    hearMore = () => {
      if (heard >= frames.length) resolve(undefined);
      const until = Math.min(frames.length, heard + inFlight);
      if (sent < until) rawSocket(writes.socket).write(Buffer.concat(frames.slice(sent, until)));
      sent = Math.max(sent, until);
    };
    hearMore();
  });
  await Promise.race([allHeard, hears.failed, writes.failed]);
  const ms = performance.now() - start;
  return {
    ms,
    close() {
      hears.socket.close();
      writes.socket.close();
    },
  };
}

/** Of one character each. @param {Uint8Array} update */
function editsIn(update) {
  const { structs, ds } = Y.decodeUpdate(update);
  let edits = 0;
  for (const struct of structs) edits += struct.length;
  for (const ranges of ds.clients.values()) for (const { len } of ranges) edits += len;
  return edits;
}

/** @param {Uint8Array} payload */
function frame(payload) {
  const short = payload.byteLength <= SHORT_PAYLOAD;
  const length = short
    ? [MASKED | payload.byteLength]
    : [MASKED | TWO_BYTE_LENGTH, payload.byteLength >> 8, payload.byteLength & 0xff];
  return Buffer.concat([Buffer.from([BINARY_FRAME, ...length]), NO_MASK, payload]);
}

/**
 * `ws` has no public way to write frames that are ready.
 * @param {WebSocket} socket
 * @returns {import("node:net").Socket}
 */
const rawSocket = (socket) => Reflect.get(socket, "_socket");
