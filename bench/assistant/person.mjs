import { io } from "socket.io-client";
import * as Y from "yjs";
import { ROOT_NAME } from "../live/keystrokes.mjs";
import { askForState, read, updateMessage } from "../live/wire.mjs";

/**
 * Somebody who has a file open, over Socket.IO, as our pages do.
 *
 * @typedef {{ rule: string, message: string, start: { line: number } }} Item
 * @typedef {{ text: Y.Text, joined: Promise<void>, edit: (change: (text: Y.Text) => void) => void,
 *   onFindings: (hear: (items: Item[]) => void) => void, ended: () => string | undefined, close: () => void }} Person
 *   `edit` sends one update at once; `onFindings`: from now on only `hear` is told
 */

/** One document for each: nothing stands before a message. */
const NO_PREFIX = new Uint8Array();

/**
 * @param {{ url: string, fileId: number, token: string }} address
 * @returns {Person}
 */
export function enter({ url, fileId, token }) {
  const socket = io(`${url}/files/${fileId}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
  const doc = new Y.Doc();
  /** @type {string | undefined} */
  let ended;
  /** @type {(items: Item[]) => void} */
  let hear = () => {};
  const end = (/** @type {string} */ reason) => {
    ended ??= reason;
  };
  /** @type {Promise<void>} */
  const joined = new Promise((resolve, reject) => {
    socket.on("connect", () => socket.emit("message", askForState(NO_PREFIX)));
    socket.on("message", (/** @type {Buffer} */ data) => {
      const heard = read(new Uint8Array(data), NO_PREFIX);
      if (!("update" in heard)) return;
      Y.applyUpdate(doc, heard.update, socket);
      if (heard.kind === "state") resolve();
    });
    socket.on("connect_error", (error) => {
      end(error.message);
      reject(error);
    });
  });
  socket.on("findings", (/** @type {{ items: Item[] }} */ { items }) => hear(items));
  socket.on("disconnect", end);
  doc.on("update", (/** @type {Uint8Array} */ update, /** @type {unknown} */ origin) => {
    if (origin === socket) return;
    socket.emit(
      "message",
      updateMessage(NO_PREFIX, update),
      (/** @type {{ error?: unknown }} */ { error }) => {
        if (error !== undefined) end(`an update was refused: ${JSON.stringify(error)}`);
      },
    );
  });
  const text = doc.getText(ROOT_NAME);
  return {
    text,
    joined,
    edit: (change) => doc.transact(() => change(text)),
    onFindings(listener) {
      hear = listener;
    },
    ended: () => ended,
    close: () => socket.disconnect(),
  };
}
