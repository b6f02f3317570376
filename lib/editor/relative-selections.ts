import * as Y from "yjs";
import { z } from "zod";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import type { OffsetSelection } from "./selections";

export interface RelativeSelection {
  anchor: Y.RelativePosition;
  head: Y.RelativePosition;
}

/**
 * A selection that stays with its characters. As on one's own screen, a caret stays before what someone else inserts at
 * its place, and a selection does not grow at its ends. Offsets past the end mean the end.
 */
export function relativeSelection(text: Y.Text, { anchor, head }: OffsetSelection): RelativeSelection {
  const at = (offset: number, side: -1 | 0) =>
    Y.createRelativePositionFromTypeIndex(text, Math.min(offset, text.length), side);
  if (anchor === head) {
    const caret = at(head, -1);
    return { anchor: caret, head: caret };
  }
  const forward = anchor < head;
  return { anchor: at(anchor, forward ? 0 : -1), head: at(head, forward ? -1 : 0) };
}

/** Null while the text does not hold the place, or when it never did. */
export function absoluteSelection(text: Y.Text, selection: RelativeSelection): OffsetSelection | null {
  const head = absolute(text, selection.head);
  if (head === null) return null;
  const anchor = selection.anchor === selection.head ? head : absolute(text, selection.anchor);
  return anchor === null ? null : { anchor, head };
}

function absolute(text: Y.Text, position: Y.RelativePosition): number | null {
  if (text.doc === null) return null;
  const place = Y.createAbsolutePositionFromRelativePosition(position, text.doc);
  return place === null || place.type !== text ? null : place.index;
}

export const isPresent = <T>(value: T | null): value is T => value !== null;

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
