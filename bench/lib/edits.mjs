import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";
import { inRoot } from "../../scripts/lib/paths.mjs";

/**
 * Edits of one character each, as the Yjs updates that a client sends.
 *
 * @typedef {[at: number, deleted: number, inserted: string]} Edit
 * @typedef {{ updates: Uint8Array[], text: string }} Typed `text`: what they make of an empty file
 */

/** Large, as those that clients draw by chance. */
const FIRST_CLIENT = 3_000_000_000;
const TRACE = inRoot("bench", "data", "automerge-paper.json.gz");

/** @returns {Edit[]} the keystrokes of a real paper, 259,778 of them */
export function paperEdits() {
  const { txns } = JSON.parse(gunzipSync(readFileSync(TRACE)).toString("utf8"));
  return txns.flatMap((/** @type {{ patches: Edit[] }} */ { patches }) => patches);
}

/**
 * @param {Edit[]} edits
 * @param {string} [before]
 * @returns {string} what they make of a text
 */
export function textAfter(edits, before = "") {
  return edits.reduce((text, [at, deleted, inserted]) => {
    return text.slice(0, at) + inserted + text.slice(at + deleted);
  }, before);
}

/**
 * The paper typed so often in a row into one file, each time behind what was there, and as somebody who came anew.
 * @param {number} times
 * @returns {Typed}
 */
export function typePaper(times) {
  const edits = paperEdits();
  const doc = new Y.Doc();
  const text = doc.getText("content");
  /** @type {Uint8Array[]} */
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  for (let time = 0; time < times; time += 1) {
    const start = text.length;
    doc.clientID = FIRST_CLIENT + time;
    for (const [at, deleted, inserted] of edits) {
      doc.transact(() => {
        if (deleted > 0) text.delete(start + at, deleted);
        if (inserted !== "") text.insert(start + at, inserted);
      });
    }
  }
  return { updates, text: text.toString() };
}
