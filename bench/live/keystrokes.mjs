import * as Y from "yjs";
import { paperEdits } from "../lib/edits.mjs";

/** A person's typing: the keystrokes of a real paper, each as the update that Yjs makes of it, made before the clock runs. */

/** Where our files have their text. */
export const ROOT_NAME = "content";

/**
 * @typedef {{ update: Uint8Array, clock: number, edit: import("../lib/edits.mjs").Edit }} Keystroke `clock`: Yjs's number
 *   of the character that was typed; -1 for a deletion, which has none
 */

/** @type {import("../lib/edits.mjs").Edit[] | undefined} */
let paper;

/**
 * The first so many keystrokes, typed by one person into a text of one's own.
 * @param {number} count
 * @param {number} client the person's Yjs client id
 * @returns {Keystroke[]}
 */
export function keystrokes(count, client) {
  const doc = new Y.Doc();
  doc.clientID = client;
  const text = doc.getText(ROOT_NAME);
  /** @type {Keystroke[]} */
  const typed = [];
  let clock = 0;
  paper ??= paperEdits();
  for (const edit of paper.slice(0, count)) {
    const [at, deleted, inserted] = edit;
    doc.once("update", (/** @type {Uint8Array} */ update) => {
      const next = Y.getState(doc.store, client);
      typed.push({ update, clock: next > clock ? next - 1 : -1, edit });
      clock = next;
    });
    doc.transact(() => {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted !== "") text.insert(at, inserted);
    });
  }
  doc.destroy();
  return typed;
}
