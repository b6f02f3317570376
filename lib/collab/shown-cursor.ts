import * as Y from "yjs";
import { z } from "zod";
import { CONTENT_ROOT } from "@/lib/contracts/live";

/** A selection that stays with its characters, as clients show it in awareness. */
export interface RelativeSelection {
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

const idSchema = z.object({ client: z.number().int().nonnegative(), clock: z.number().int().nonnegative() });
/** A place in the file's text and in nothing else: Yjs would look for a `type` that it does not have, and throw. */
const positionSchema = z.object({
  item: idSchema.nullish(),
  tname: z.literal(CONTENT_ROOT).nullish(),
  assoc: z.number().int().optional(),
});
const cursorSchema = z.object({ anchor: positionSchema, head: positionSchema });

/** What another client shows as its cursor; null when it is no place in the text. */
export function parseCursor(cursor: unknown): RelativeSelection | null {
  const parsed = cursorSchema.safeParse(cursor);
  if (!parsed.success) return null;
  const { anchor, head } = parsed.data;
  if (!namesPlace(anchor) || !namesPlace(head)) return null;
  return { anchor: Y.createRelativePositionFromJSON(anchor), head: Y.createRelativePositionFromJSON(head) };
}

const namesPlace = ({ item, tname }: z.infer<typeof positionSchema>): boolean =>
  (item ?? tname ?? null) !== null;

/** Null while the text does not hold the place, or when it never did. */
export function absoluteOffset(text: Y.Text, position: Y.RelativePosition): number | null {
  if (text.doc === null) return null;
  const place = Y.createAbsolutePositionFromRelativePosition(position, text.doc);
  return place === null || place.type !== text ? null : place.index;
}
