import { io } from "socket.io-client";
import WebSocket from "ws";
import { connectShareDb } from "./sharedb-client.mjs";
import { askForState, logIn, nothingToAdd, prefixOf, read, updateMessage } from "./wire.mjs";
import { holderOf, marksOf, textOf } from "./yjs-heard.mjs";

/**
 * One person's connection, the same for every system. It keeps what it hears, with the time, and judges nothing while the
 * clock runs, so that the driver is never what is measured.
 *
 * @typedef {{ road: "plain" | "socket-io" | "sharedb", url: string, token?: string | undefined, document?: string,
 *   answers: boolean, acknowledges?: boolean }} Address
 *   `document`: its name stands before each message (Hocuspocus). `answers`: it answers who asks for the state; a relay
 *   does not. `acknowledges`: updates are sent with a callback, as our pages do
 * @typedef {{ author: number, clock: number, at: number, version?: number }} Mark one typed character that was heard: the
 *   how many-th of its author, and when (`performance.now`); `version`: ShareDB's
 * @typedef {{ at: number[], joined: Promise<void>, send: (typed: import("./keystrokes.mjs").Keystroke) => void,
 *   marks: () => Mark[], text: () => string, holder: () => (mark: Mark) => boolean, ended: () => string | undefined,
 *   close: () => void }} Client
 *   `at`: when each message with edits came. Once the clock has stopped: `marks` of what others typed, the `text` with one's
 *   own, and whether a character is in what was heard
 */

/**
 * @param {Address} address
 * @param {number} [author] client id of one who types
 * @returns {Client}
 */
export function connect(address, author) {
  if (address.road === "sharedb") return connectShareDb(address, author);
  return address.road === "plain" ? connectPlain(address) : connectSocketIo(address);
}

/**
 * What both roads of Yjs do with a message.
 * @param {Address} address
 * @param {(message: Uint8Array) => void} post
 */
function listener({ document }, post) {
  const prefix = prefixOf(document);
  /** @type {number[]} */
  const at = [];
  /** @type {Uint8Array[]} */
  const updates = [];
  /** @type {Uint8Array[]} */
  const sent = [];
  /** @type {() => void} */
  let tellJoined = () => {};
  /** @type {(error: Error) => void} */
  let tellFailed = () => {};
  /** @type {Promise<void>} */
  const joined = new Promise((resolve, reject) => {
    tellJoined = resolve;
    tellFailed = reject;
  });
  /** @type {string | undefined} */
  let ended;
  return {
    prefix,
    hear(/** @type {Uint8Array} */ message) {
      const now = performance.now();
      const heard = read(message, prefix);
      if (heard.kind === "asked") post(nothingToAdd(prefix));
      if (!("update" in heard)) return;
      at.push(now);
      updates.push(heard.update);
      if (heard.kind === "state") tellJoined();
    },
    begin(/** @type {boolean} */ answers) {
      if (document !== undefined) post(logIn(prefix));
      if (answers) post(askForState(prefix));
      else tellJoined();
    },
    framed(/** @type {Uint8Array} */ update) {
      sent.push(update);
      return updateMessage(prefix, update);
    },
    end(/** @type {string} */ reason) {
      ended ??= reason;
      tellFailed(new Error(`the connection ended: ${reason}`));
    },
    kept: {
      at,
      joined,
      marks: () => marksOf(at, updates),
      text: () => textOf([...sent, ...updates]),
      holder: () => holderOf(updates),
      ended: () => ended,
    },
  };
}

/** @param {Address} address @returns {Client} */
function connectPlain(address) {
  const socket = new WebSocket(address.url, { perMessageDeflate: false });
  const { hear, begin, framed, end, kept } = listener(address, (message) => socket.send(message));
  socket.on("open", () => begin(address.answers));
  socket.on("message", (/** @type {Buffer} */ data) => hear(data));
  socket.on("error", (error) => end(error.message));
  socket.on("close", (code, reason) => end(`${code} ${reason}`));
  return {
    ...kept,
    send: ({ update }) => socket.send(framed(update)),
    close: () => socket.terminate(),
  };
}

/** @param {Address} address @returns {Client} */
function connectSocketIo(address) {
  const { url, token, answers, acknowledges } = address;
  const socket = io(url, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
  const { hear, begin, framed, end, kept } = listener(address, (message) => socket.emit("message", message));
  socket.on("connect", () => begin(answers));
  socket.on("message", (/** @type {Buffer} */ data) => hear(data));
  socket.on("connect_error", (error) => end(error.message));
  socket.on("disconnect", (reason) => end(reason));
  return {
    ...kept,
    send({ update }) {
      if (!acknowledges) {
        socket.emit("message", framed(update));
        return;
      }
      socket.emit("message", framed(update), (/** @type {{ error?: unknown }} */ answer) => {
        if (answer.error !== undefined) end(`an update was refused: ${JSON.stringify(answer.error)}`);
      });
    },
    close: () => socket.disconnect(),
  };
}
