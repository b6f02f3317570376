import type * as Y from "yjs";
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

const idSchema = z.object({ client: z.number(), clock: z.number() });
/** A relative position as JSON, from us or from `Y.relativePositionToJSON`. */
const placeSchema = z.object({ item: idSchema.nullish(), assoc: z.number().default(0) });

/** The same for equal anchors, in whichever order their JSON holds what it does. */
export function anchorName(anchor: Anchor): string {
  const ends = [anchor.start, anchor.end].map((end) => placeSchema.safeParse(end).data);
  return ends.map((place) => `${place?.item?.client}/${place?.item?.clock}/${place?.assoc}`).join(" ");
}

interface Sought {
  clock: number;
  behind: number;
  found: (offset: number) => void;
}

/** Where a stretch is now; null: the document does not have its characters, or it is none. */
export type Stretch = { start: number; end: number } | null;

/**
 * Where anchors are in the text as it is now, also where their characters were deleted: then where those stood. One walk
 * over the document for all of them.
 */
export function findAnchors(text: Y.Text, anchors: readonly Anchor[]): Stretch[] {
  const sought = new Map<number, Sought[]>();
  const ends = anchors.map(({ start, end }) => [seek(start, text, sought), seek(end, text, sought)] as const);
  for (const list of sought.values()) list.sort((a, b) => a.clock - b.clock);
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    const shown = !item.deleted && item.countable;
    const list = sought.get(client);
    if (list !== undefined) {
      for (let n = firstFrom(list, clock); n < list.length; n += 1) {
        const entry = list[n];
        if (entry === undefined || entry.clock >= clock + item.length) break;
        entry.found(index + (shown ? entry.clock - clock + entry.behind : 0));
      }
    }
    if (shown) index += item.length;
  }
  return ends.map(([start, end]) => {
    const [from, to] = [start(), end()];
    if (from === null || to === null) return null;
    // Behind its start stands only the end of an empty stretch, once something was typed there.
    return { start: Math.min(from, to), end: Math.max(from, to) };
  });
}

/** Registers one end; what is answered tells its offset after the walk. */
function seek(json: unknown, text: Y.Text, sought: Map<number, Sought[]>): () => number | null {
  const place = placeSchema.safeParse(json).data;
  if (place === undefined) return () => null;
  const { item, assoc } = place;
  if (item === undefined || item === null) return () => (assoc < 0 ? 0 : text.length);
  let offset: number | null = null;
  const list = sought.get(item.client) ?? [];
  list.push({ clock: item.clock, behind: assoc < 0 ? 1 : 0, found: (at) => (offset = at) });
  sought.set(item.client, list);
  return () => offset;
}

/** Index of the first entry of this clock or a later one. */
function firstFrom(list: readonly Sought[], clock: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.clock ?? 0) < clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
