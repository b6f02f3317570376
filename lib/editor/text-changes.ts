import type * as Y from "yjs";
import type { TextChange } from "@/lib/collab/text-diff";
import type { ModelChange, ModelEdit, TextModel } from "./monaco-types";

/** A delta of Y.Text as changes in places of the text before, in order; a deletion and an insertion that touch are one. */
export function deltaChanges(
  delta: readonly { retain?: number; delete?: number; insert?: unknown }[],
): TextChange[] {
  const changes: TextChange[] = [];
  let at = 0;
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain;
    else {
      const remove = part.delete ?? 0;
      const insert = typeof part.insert === "string" ? part.insert : "";
      const last = changes.at(-1);
      if (last !== undefined && last.start + last.remove === at) {
        last.remove += remove;
        last.insert += insert;
      } else changes.push({ start: at, remove, insert });
      at += remove;
    }
  }
  return changes;
}

export function toModelEdits(model: TextModel, changes: readonly TextChange[]): ModelEdit[] {
  return changes.map(({ start, remove, insert }) => {
    const from = model.getPositionAt(start);
    const to = remove === 0 ? from : model.getPositionAt(start + remove);
    return {
      range: {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      },
      text: insert,
    };
  });
}

/** Monaco tells its changes in the order in which they were made, each in places of the text just before it. */
export function applyModelChanges(text: Y.Text, changes: readonly ModelChange[]): void {
  for (const change of changes) {
    if (change.rangeLength > 0) text.delete(change.rangeOffset, change.rangeLength);
    if (change.text !== "") text.insert(change.rangeOffset, change.text.toWellFormed());
  }
}

/** Changes of `diffText`: places of the text before, in order, so the last goes first. */
export function applyTextChanges(text: Y.Text, changes: readonly TextChange[]): void {
  for (const { start, remove, insert } of [...changes].reverse()) {
    if (remove > 0) text.delete(start, remove);
    if (insert !== "") text.insert(start, insert);
  }
}

/**
 * Where a place stands after the changes. At the very place of an insertion it stays before it (`-1`) or goes behind it
 * (`1`); inside removed text it goes to the same side.
 */
export function mapOffset(offset: number, changes: readonly TextChange[], side: -1 | 1): number {
  let shift = 0;
  for (const { start, remove, insert } of changes) {
    if (start > offset) break;
    if (offset === start || offset < start + remove) return start + shift + (side === 1 ? insert.length : 0);
    shift += insert.length - remove;
  }
  return offset + shift;
}
