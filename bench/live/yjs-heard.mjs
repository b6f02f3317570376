import * as Y from "yjs";
import { ROOT_NAME } from "./keystrokes.mjs";

/** What is in the updates that somebody heard, worked out once the clock has stopped. */

/**
 * @param {number[]} at when each update came
 * @param {Uint8Array[]} updates
 * @returns {import("./client.mjs").Mark[]}
 */
export function marksOf(at, updates) {
  return updates.flatMap((update, n) =>
    Y.decodeUpdate(update).structs.flatMap((struct) => {
      if (struct instanceof Y.Skip) return [];
      const { client: author, clock } = struct.id;
      return Array.from({ length: struct.length }, (_, offset) => {
        return { author, clock: clock + offset, at: at[n] ?? Number.NaN };
      });
    }),
  );
}

/**
 * @param {Uint8Array[]} updates
 * @returns {string} what they make of an empty file
 */
export function textOf(updates) {
  const doc = docOf(updates);
  const text = doc.getText(ROOT_NAME).toString();
  doc.destroy();
  return text;
}

/**
 * Whether a character is in a document, deleted ones too.
 * @param {Uint8Array[]} updates
 * @returns {(mark: import("./client.mjs").Mark) => boolean}
 */
export function holderOf(updates) {
  const { store } = docOf(updates);
  return ({ author, clock }) => clock < Y.getState(store, author);
}

/** @param {Uint8Array[]} updates */
function docOf(updates) {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  return doc;
}
