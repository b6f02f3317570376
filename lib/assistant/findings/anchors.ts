import * as Y from "yjs";
import { z } from "zod";
import type { Anchor } from "@/lib/contracts/findings";
import { CONTENT_ROOT } from "@/lib/contracts/live";

/**
 * Places that move with the text. An anchor is a stretch: its start clings to the first character of it, its end to the
 * last (Yjs relative positions, `assoc` 0 and -1), so what is typed beside it stays outside. All offsets count UTF-16 units.
 */

/** One version of a document's text, and what makes anchors in it however the document goes on meanwhile. */
export interface FrozenText {
  version: number;
  text: string;
  /**
   * From `start` up to `end`, not included. A place outside the text, -1 or its length + 1, is its very beginning or end:
   * what is added there later is inside.
   */
  anchor(start: number, end: number): Anchor;
}

/** Shown characters whose ids follow each other: the one at `start + i` has the id (client, clock + i). */
interface Run {
  start: number;
  client: number;
  clock: number;
}

/** Only reads, and holds on to nothing of the document: call it while the document stands at `version`. */
export function freezeText(text: Y.Text, version: number): FrozenText {
  const runs: Run[] = [];
  let length = 0;
  let expected = { client: -1, clock: -1 };
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const { client, clock } = item.id;
    if (client !== expected.client || clock !== expected.clock) runs.push({ start: length, client, clock });
    length += item.length;
    expected = { client, clock: clock + item.length };
  }
  const characterAt = (offset: number) => {
    const run = runs[lastFrom(runs, offset)];
    return run === undefined ? null : { client: run.client, clock: run.clock + offset - run.start };
  };
  /** Beside the character at `offset`; where there is none, the beginning or the end of the text. */
  const place = (offset: number, assoc: 0 | -1) => {
    if (offset < 0) return { tname: CONTENT_ROOT, assoc: -1 };
    return offset < length ? { item: characterAt(offset), assoc } : { tname: CONTENT_ROOT, assoc: 0 };
  };
  return {
    version,
    text: text.toString(),
    anchor: (start, end) => ({
      start: place(start, 0),
      end: place(end - 1, -1),
    }),
  };
}

/** Index of the last run that begins at `offset` or before; binary search. */
function lastFrom(runs: readonly Run[], offset: number): number {
  let [low, high] = [0, runs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const idSchema = z.object({ client: z.number().int().nonnegative(), clock: z.number().int().nonnegative() });
/** A relative position as JSON, from us or from `Y.relativePositionToJSON`. */
const placeSchema = z.object({ item: idSchema.nullish(), assoc: z.number().default(0) });

/** The same for equal anchors, in whichever order their JSON holds what it does. */
export function anchorName(anchor: Anchor): string {
  const ends = [anchor.start, anchor.end].map((end) => placeSchema.safeParse(end).data);
  return ends.map((place) => `${place?.item?.client}/${place?.item?.clock}/${place?.assoc}`).join(" ");
}

/** Where a stretch is now; null: the document does not have its characters, or it is none. */
export type Stretch = { start: number; end: number } | null;

/** A place beside a character, which is the one at `offset` of an item of the document. */
interface Sought {
  offset: number;
  behind: number;
  index: number;
}

/**
 * Where anchors are in the text as it is now, also where their characters were deleted: then where those stood. One walk
 * over the document for all of them.
 */
export function findAnchors(text: Y.Text, anchors: readonly Anchor[]): Stretch[] {
  const sought = new Map<Y.Item, Sought[]>();
  const ends = anchors.map(({ start, end }) => [seek(start, text, sought), seek(end, text, sought)] as const);
  let left = sought.size;
  let index = 0;
  for (let item = text._start; item !== null && left > 0; item = item.right) {
    const shown = !item.deleted && item.countable;
    const places = sought.get(item);
    if (places !== undefined) {
      left -= 1;
      for (const place of places) place.index = index + (shown ? place.offset + place.behind : 0);
    }
    if (shown) index += item.length;
  }
  return ends.map(([start, end]) => {
    if (start === null || end === null) return null;
    // Behind its start stands only the end of an empty stretch, once something was typed there.
    return { start: Math.min(start.index, end.index), end: Math.max(start.index, end.index) };
  });
}

/** One end of an anchor, whose index is known after the walk; null: the text does not have its character. */
function seek(json: unknown, text: Y.Text, sought: Map<Y.Item, Sought[]>): { index: number } | null {
  const place = placeSchema.safeParse(json).data;
  const store = text.doc?.store;
  if (place === undefined || store === undefined) return null;
  const { item: id, assoc } = place;
  if (id === undefined || id === null) return { index: assoc < 0 ? 0 : text.length };
  if (id.clock >= Y.getState(store, id.client)) return null;
  const item: unknown = Y.getItem(store, Y.createID(id.client, id.clock));
  if (!(item instanceof Y.Item) || item.parent !== text) return null;
  const found = { offset: id.clock - item.id.clock, behind: assoc < 0 ? 1 : 0, index: 0 };
  sought.set(item, [...(sought.get(item) ?? []), found]);
  return found;
}
