import * as Y from "yjs";
import { addDeletion, type Deletions, deletionUpdate } from "./deletions";
import { diffText, type TextChange } from "./text-diff";

/** A character of the document. */
interface CharacterId {
  client: number;
  clock: number;
}

/** A place beside a character, which may be deleted by the time it is sought; null: the start of the text. */
type Place = { character: CharacterId; side: "before" | "behind" } | null;

/**
 * An edit worked out against one version of a document and written at another (I9): which characters go, by id, so
 * that not one typed since is touched, and what comes in at which place.
 */
export interface TextEdit {
  deletes: Deletions;
  inserts: { place: Place; text: string }[];
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
  const old = text.toString();
  for (const change of diffText(old, content)) {
    const { start, remove, insert } = change;
    if (insert !== "") edit.inserts.push({ place: placeOf(runs, old, change), text: insert });
    for (let i = runAt(runs, start); i < runs.length; i += 1) {
      const run = runs[i];
      if (run === undefined || run.start >= start + remove) break;
      const from = Math.max(start, run.start);
      const to = Math.min(start + remove, run.start + run.length);
      if (from < to) addDeletion(edit.deletes, run.client, run.clock + from - run.start, to - from);
    }
  }
  return edit;
}

/**
 * What replaces something stays with what it replaces. A beginning of a line stays with that line, so that a line which
 * others insert above it does not come between; everything else follows the character before it.
 */
function placeOf(runs: readonly TextRun[], old: string, { start, remove, insert }: TextChange): Place {
  const beginsLine = start === 0 || old[start - 1] === "\n";
  const before = remove === 0 && beginsLine && !insert.endsWith("\n") && start < old.length;
  const index = before ? start : start + remove - 1;
  const run = runs[runAt(runs, index)];
  if (index < 0 || run === undefined) return null;
  const character = { client: run.client, clock: run.clock + index - run.start };
  return { character, side: before ? "before" : "behind" };
}

/** Index of the run that holds the character at `index`; binary search. */
function runAt(runs: readonly TextRun[], index: number): number {
  return Math.max(0, firstFrom(runs, ({ start }) => start, index + 1) - 1);
}

/** Index of the first entry whose number is `from` or more; the numbers must rise. */
function firstFrom<T>(list: readonly T[], numberOf: (entry: T) => number, from: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = list[middle];
    if (entry !== undefined && numberOf(entry) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Writes an edit on the head document. Call inside a transaction, under the client id that brings the text. */
export function applyEdit(text: Y.Text, { deletes, inserts }: TextEdit): void {
  const indexes = indexesOf(
    text,
    inserts.map(({ place }) => place),
  );
  // From the end: a place further up is not moved by what is inserted below it. At equal places the last goes first.
  const ordered = inserts.map((insert, i) => ({ text: insert.text, index: indexes[i] ?? 0, i }));
  ordered.sort((a, b) => b.index - a.index || b.i - a.i);
  for (const { text: inserted, index } of ordered) text.insert(index, inserted);
  if (deletes.size > 0 && text.doc !== null) Y.applyUpdate(text.doc, deletionUpdate(deletes));
}

/** Where the places are now, in UTF-16 units; beside a deleted character: where it stood. One walk for all of them. */
function indexesOf(text: Y.Text, places: readonly Place[]): number[] {
  const indexes = places.map(() => 0);
  const sought = new Map<number, { clock: number; i: number; behind: number }[]>();
  for (const [i, place] of places.entries()) {
    if (place === null) continue;
    const { client, clock } = place.character;
    const list = sought.get(client) ?? [];
    list.push({ clock, i, behind: place.side === "behind" ? 1 : 0 });
    sought.set(client, list);
  }
  for (const list of sought.values()) list.sort((a, b) => a.clock - b.clock);
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    const shown = !item.deleted && item.countable;
    const list = sought.get(client) ?? [];
    for (let n = firstFrom(list, (entry) => entry.clock, clock); n < list.length; n += 1) {
      const entry = list[n];
      if (entry === undefined || entry.clock >= clock + item.length) break;
      indexes[entry.i] = index + (shown ? entry.clock - clock + entry.behind : 0);
    }
    if (shown) index += item.length;
  }
  return indexes;
}

/** Makes `wanted` of the text with as little change as there can be. Call inside a transaction. */
export function rewriteText(text: Y.Text, wanted: string): void {
  for (const { start, remove, insert } of diffText(text.toString(), wanted).reverse()) {
    if (remove > 0) text.delete(start, remove);
    if (insert !== "") text.insert(start, insert);
  }
}
