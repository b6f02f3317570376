import { once } from "node:events";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import * as Y from "yjs";

/**
 * A client of the plain WebSocket that costs next to nothing itself: what it sends is framed beforehand, and of what it
 * hears it counts.
 */

/** What `ws` says of a close without a code, as ours are. */
const CLOSED_BY_US = 1005;
const SYNC = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;
/** RFC 6455: a whole binary message, and that a client's payload is masked; a mask of zeros changes nothing. */
const BINARY_FRAME = 0x82;
const MASKED = 0x80;
const NO_MASK = Buffer.alloc(4);
const SHORT_PAYLOAD = 125;
const TWO_BYTE_LENGTH = 126;
const EMPTY_STATE_VECTOR = new Uint8Array([0]);

/**
 * Joins and sends nothing yet.
 * @param {string} url of the server
 * @param {number} fileId
 * @param {string} token
 */
export async function connectPlain(url, fileId, token) {
  const address = `${url.replace(/^http/, "ws")}/api/v1/collaboration/ws/${fileId}?token=${token}`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on("close", (code, reason) => {
    if (code !== CLOSED_BY_US) throw new Error(`the server ended the connection: ${code} ${reason}`);
  });
  await once(socket, "open");
  return socket;
}

/**
 * @param {number} type
 * @param {Uint8Array} payload
 */
export function syncMessage(type, payload) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, SYNC);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/**
 * The payload of a sync message; null: it is another one.
 * @param {Uint8Array} message
 */
export function readSync(message) {
  const decoder = decoding.createDecoder(message);
  if (decoding.readVarUint(decoder) !== SYNC) return null;
  return { type: decoding.readVarUint(decoder), payload: decoding.readVarUint8Array(decoder) };
}

/**
 * Milliseconds from the join in which a client has the file: all of it received, and applied to its document.
 * @param {string} url
 * @param {number} fileId
 * @param {string} token
 */
export async function openFile(url, fileId, token) {
  const start = performance.now();
  const socket = await connectPlain(url, fileId, token);
  socket.send(syncMessage(STEP_1, EMPTY_STATE_VECTOR));
  const state = await new Promise((resolve) =>
    socket.on("message", (data) => {
      const read = readSync(new Uint8Array(/** @type {Buffer} */ (data)));
      if (read?.type === STEP_2) resolve(read.payload);
    }),
  );
  const received = performance.now();
  const doc = new Y.Doc();
  const text = doc.getText("content");
  Y.applyUpdate(doc, state);
  const content = text.toString();
  const applied = performance.now();
  socket.close();
  return { receivedMs: received - start, openMs: applied - start, bytes: state.byteLength, content };
}

/**
 * Sends all updates, each as a message of its own, as one writer, and waits until somebody else has heard all of them.
 * @param {{ url: string, fileId: number, writer: string, reader: string }} where tokens of two accounts
 * @param {Uint8Array[]} updates
 * @param {number} inFlight as many are sent before they are heard, at most
 */
export async function replay({ url, fileId, writer, reader }, updates, inFlight) {
  const hears = await connectPlain(url, fileId, reader);
  hears.send(syncMessage(STEP_1, EMPTY_STATE_VECTOR));
  const writes = await connectPlain(url, fileId, writer);
  const frames = updates.map((update) => frame(syncMessage(UPDATE, update)));
  let heard = 0;
  let sent = 0;
  const start = performance.now();
  await new Promise((resolve) => {
    const sendMore = () => {
      const until = Math.min(frames.length, heard + inFlight);
      if (sent < until) rawSocket(writes).write(Buffer.concat(frames.slice(sent, until)));
      sent = Math.max(sent, until);
    };
    hears.on("message", (data) => {
      const read = readSync(new Uint8Array(/** @type {Buffer} */ (data)));
      if (read === null || read.type === STEP_1) return;
      heard += editsIn(read.payload);
      if (heard >= frames.length) resolve(undefined);
      else sendMore();
    });
    sendMore();
  });
  const ms = performance.now() - start;
  hears.close();
  writes.close();
  return { ms };
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
