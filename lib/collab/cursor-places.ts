import type * as Y from "yjs";
import { z } from "zod";
import { absoluteOffset, parseCursor } from "./shown-cursor";

/** Both count from 1, columns in UTF-16 units, as in Monaco. */
export interface Place {
  line: number;
  column: number;
}

/**
 * Where in the text the carets are that these awareness states show (the head of a selection); null: nowhere. States
 * are JSON, and may say anything.
 */
export function cursorPlaces<K>(text: Y.Text, states: ReadonlyMap<K, string>): Map<K, Place | null> {
  const offsets = new Map([...states].map(([key, state]) => [key, shownOffset(text, state)]));
  const known = [...offsets.values()].filter((offset) => offset !== null);
  const places = known.length === 0 ? new Map() : placesAt(text.toString(), known);
  return new Map(
    [...offsets].map(([key, offset]) => [key, offset === null ? null : (places.get(offset) ?? null)]),
  );
}

/** `selection` is y-monaco's name for it. */
const shownSchema = z.object({ cursor: z.unknown().optional(), selection: z.unknown().optional() });

function shownOffset(text: Y.Text, state: string): number | null {
  const shown = shownSchema.safeParse(JSON.parse(state)).data;
  const cursor = parseCursor(shown?.cursor ?? shown?.selection);
  return cursor === null ? null : absoluteOffset(text, cursor.head);
}

/** One way through the text, however many offsets. */
function placesAt(text: string, offsets: readonly number[]): Map<number, Place> {
  const places = new Map<number, Place>();
  let [line, start] = [1, 0];
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    for (let end = text.indexOf("\n", start); end !== -1 && end < offset; end = text.indexOf("\n", start)) {
      line += 1;
      start = end + 1;
    }
    places.set(offset, { line, column: offset - start + 1 });
  }
  return places;
}
