import type { AssistRun } from "@/lib/contracts/assist";
import type { Position } from "@/lib/contracts/findings";

interface Range {
  start: Position;
  end: Position;
}

/** First and last line; one that is only touched at its very start does not count. */
export function linesOf({ start, end }: Range): { from: number; to: number } {
  const to = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  return { from: start.line, to };
}

/** `Line 37`, `Lines 34–53`. */
export function rangeWords(range: Range): string {
  return linesWords(linesOf(range));
}

/** `apply_batch, lines 34–53`. */
export function selectionWords({ name, ...range }: NonNullable<AssistRun["selection"]>): string {
  const words = rangeWords(range);
  return name === null ? words : `${name}, ${words.toLowerCase()}`;
}

export const linesWords = ({ from, to }: { from: number; to: number }): string =>
  from === to ? `Line ${from}` : `Lines ${from}–${to}`;
