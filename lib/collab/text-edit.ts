import * as Y from "yjs";
import { addDeletion, type Deletions, deletionUpdate } from "./deletions";
import { diffText } from "./text-diff";

/** A character of the document. */
interface CharacterId {
  client: number;
  clock: number;
}

/**
 * An edit worked out against one version of a document and written at another (I9): which characters go, by id, so
 * that not one typed since is touched, and what comes behind which character (null: at the start).
 */
export interface TextEdit {
  deletes: Deletions;
  inserts: { after: CharacterId | null; text: string }[];
}

/** A piece of shown text: character i has the id (client, clock + i) and stands at `start + i`. */
interface TextRun extends CharacterId {
  start: number;
  length: number;
}

function textRuns(text: Y.Text): TextRun[] {
  const runs: TextRun[] = [];
  let start = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    runs.push({ client: item.id.client, clock: item.id.clock, start, length: item.length });
    start += item.length;
  }
  return runs;
}

/** The edit that makes `content` of the text. Only reads, so it works on a document at an older version too. */
export function planEdit(text: Y.Text, content: string): TextEdit {
  const edit: TextEdit = { deletes: new Map(), inserts: [] };
  const runs = textRuns(text);
  let at = 0; // runs and changes are both in order: one walk serves all changes
  for (const { start, remove, insert } of diffText(text.toString(), content)) {
    const end = start + remove;
    while (at < runs.length - 1 && endOf(runs[at]) < start) at += 1;
    if (insert !== "") edit.inserts.push({ after: characterBefore(runs[at], start), text: insert });
    for (let i = at; i < runs.length; i += 1) {
      const run = runs[i];
      if (run === undefined || run.start >= end) break;
      const from = Math.max(start, run.start);
      const to = Math.min(end, endOf(run));
      if (from < to) addDeletion(edit.deletes, run.client, run.clock + from - run.start, to - from);
    }
  }
  return edit;
}

const endOf = (run: TextRun | undefined): number => (run === undefined ? 0 : run.start + run.length);

/** The character that ends at `place`, which lies in the run or at its end. */
function characterBefore(run: TextRun | undefined, place: number): CharacterId | null {
  if (run === undefined || place === 0) return null;
  return { client: run.client, clock: run.clock + place - 1 - run.start };
}

/** Writes an edit on the head document. Call inside a transaction, under the client id that brings the text. */
export function applyEdit(text: Y.Text, { deletes, inserts }: TextEdit): void {
  const places = placesBehind(
    text,
    inserts.map(({ after }) => after),
  );
  // From the end: a place further up is not moved by what is inserted below it. At equal places the last goes first.
  const ordered = inserts.map(({ text: inserted }, i) => ({ inserted, place: places[i] ?? 0, i }));
  ordered.sort((a, b) => b.place - a.place || b.i - a.i);
  for (const { inserted, place } of ordered) text.insert(place, inserted);
  if (deletes.size > 0 && text.doc !== null) Y.applyUpdate(text.doc, deletionUpdate(deletes));
}

/** Where the text behind each character begins, in UTF-16 units; that of a deleted one is where it stood. */
function placesBehind(text: Y.Text, characters: readonly (CharacterId | null)[]): number[] {
  const places = characters.map(() => 0);
  const wanted = new Map<number, { clock: number; i: number }[]>();
  for (const [i, character] of characters.entries()) {
    if (character === null) continue;
    const list = wanted.get(character.client) ?? [];
    list.push({ clock: character.clock, i });
    wanted.set(character.client, list);
  }
  for (const list of wanted.values()) list.sort((a, b) => a.clock - b.clock);
  let place = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    const list = wanted.get(client) ?? [];
    const shown = !item.deleted && item.countable;
    for (let n = firstFrom(list, clock); n < list.length; n += 1) {
      const sought = list[n];
      if (sought === undefined || sought.clock >= clock + item.length) break;
      places[sought.i] = place + (shown ? sought.clock - clock + 1 : 0);
    }
    if (shown) place += item.length;
  }
  return places;
}

/** Index of the first entry at `clock` or later; binary search. */
function firstFrom(list: readonly { clock: number }[], clock: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.clock ?? clock) < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Makes `wanted` of the text with as little change as there can be. Call inside a transaction. */
export function rewriteText(text: Y.Text, wanted: string): void {
  for (const { start, remove, insert } of diffText(text.toString(), wanted).reverse()) {
    if (remove > 0) text.delete(start, remove);
    if (insert !== "") text.insert(start, insert);
  }
}
