import { once } from "node:events";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { askForState, prefixOf, read, updateMessage } from "../live/wire.mjs";

/**
 * A client of the plain WebSocket that costs next to nothing itself: what it sends is framed beforehand, and of what it
 * hears it counts.
 */

/** What `ws` says of a close without a code, as ours are. */
const CLOSED_BY_US = 1005;
/** Nothing stands before our messages. */
const NO_PREFIX = prefixOf(undefined);
/** RFC 6455: a whole binary message, and that a client's payload is masked; a mask of zeros changes nothing. */
const BINARY_FRAME = 0x82;
const MASKED = 0x80;
const NO_MASK = Buffer.alloc(4);
const SHORT_PAYLOAD = 125;
const TWO_BYTE_LENGTH = 126;

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
 * Milliseconds from the join in which a client has the file: all of it received, and applied to its document.
 * @param {string} url
 * @param {number} fileId
 * @param {string} token
 */
export async function openFile(url, fileId, token) {
  const start = performance.now();
  const socket = await connectPlain(url, fileId, token);
  socket.send(askForState(NO_PREFIX));
  const state = await new Promise((resolve) =>
    socket.on("message", (data) => {
      const heard = read(new Uint8Array(/** @type {Buffer} */ (data)), NO_PREFIX);
      if (heard.kind === "state") resolve(heard.update);
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
  hears.send(askForState(NO_PREFIX));
  const writes = await connectPlain(url, fileId, writer);
  const frames = updates.map((update) => frame(updateMessage(NO_PREFIX, update)));
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
      const said = read(new Uint8Array(/** @type {Buffer} */ (data)), NO_PREFIX);
      if (said.kind !== "state" && said.kind !== "update") return;
      heard += editsIn(said.update);
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
