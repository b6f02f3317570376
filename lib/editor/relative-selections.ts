import * as Y from "yjs";
import { absoluteOffset, type RelativeSelection } from "@/lib/collab/shown-cursor";
import type { OffsetSelection } from "./selections";

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
  const head = absoluteOffset(text, selection.head);
  if (head === null) return null;
  const anchor = selection.anchor === selection.head ? head : absoluteOffset(text, selection.anchor);
  return anchor === null ? null : { anchor, head };
}

export const isPresent = <T>(value: T | null): value is T => value !== null;
