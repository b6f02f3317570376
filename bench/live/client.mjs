import { io } from "socket.io-client";
import WebSocket from "ws";
import { askForState, logIn, nothingToAdd, prefixOf, read, updateMessage } from "./wire.mjs";

/**
 * One person's connection, the same for every system. It keeps what it hears, with the time, and judges nothing while the
 * clock runs, so that the driver is never what is measured.
 *
 * @typedef {{ road: "plain" | "socket-io", url: string, token?: string, document?: string, answers: boolean,
 *   acknowledges?: boolean }} Address
 *   `document`: its name stands before each message (Hocuspocus). `answers`: it answers who asks for the state; a relay
 *   does not. `acknowledges`: updates are sent with a callback, as our pages do
 * @typedef {{ at: number[], updates: Uint8Array[], joined: Promise<void>, send: (update: Uint8Array) => void,
 *   waiting: () => number, ended: () => string | undefined, close: () => void }} Client
 *   `at`: milliseconds of `performance.now` at which each of `updates` was heard; `waiting`: bytes not yet sent
 */

/** @param {Address} address @returns {Client} */
export function connect(address) {
  return address.road === "plain" ? connectPlain(address) : connectSocketIo(address);
}

/**
 * What both roads do with a message.
 * @param {Address} address
 * @param {(message: Uint8Array) => void} post
 */
function listener({ document }, post) {
  const prefix = prefixOf(document);
  /** @type {number[]} */
  const at = [];
  /** @type {Uint8Array[]} */
  const updates = [];
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
    end(/** @type {string} */ reason) {
      ended ??= reason;
      tellFailed(new Error(`the connection ended: ${reason}`));
    },
    kept: { at, updates, joined, ended: () => ended },
  };
}

/** @param {Address} address @returns {Client} */
function connectPlain(address) {
  const socket = new WebSocket(address.url, { perMessageDeflate: false });
  const { prefix, hear, begin, end, kept } = listener(address, (message) => socket.send(message));
  socket.on("open", () => begin(address.answers));
  socket.on("message", (/** @type {Buffer} */ data) => hear(data));
  socket.on("error", (error) => end(error.message));
  socket.on("close", (code, reason) => end(`${code} ${reason}`));
  return {
    ...kept,
    send: (update) => socket.send(updateMessage(prefix, update)),
    waiting: () => socket.bufferedAmount,
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
  const { prefix, hear, begin, end, kept } = listener(address, (message) => socket.emit("message", message));
  let unanswered = 0;
  socket.on("connect", () => begin(answers));
  socket.on("message", (/** @type {Buffer} */ data) => hear(data));
  socket.on("connect_error", (error) => end(error.message));
  socket.on("disconnect", (reason) => end(reason));
  return {
    ...kept,
    send(update) {
      const message = updateMessage(prefix, update);
      if (!acknowledges) {
        socket.emit("message", message);
        return;
      }
      unanswered += message.length;
      socket.emit("message", message, (/** @type {{ error?: unknown }} */ answer) => {
        unanswered -= message.length;
        if (answer.error !== undefined) end(`an update was refused: ${JSON.stringify(answer.error)}`);
      });
    },
    waiting: () => unanswered,
    close: () => socket.disconnect(),
  };
}
