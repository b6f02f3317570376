import type { TextChange } from "@/lib/collab/text-diff";

/** Lines [from, to) of one text stand where lines [keptFrom, keptTo) of another do; both count from 0. */
export interface LineChange {
  from: number;
  to: number;
  keptFrom: number;
  keptTo: number;
}

/** As Monaco tells a change: lines count from 1, an end of 0 stands for no lines, behind the start. */
export interface MonacoLineChange {
  readonly originalStartLineNumber: number;
  readonly originalEndLineNumber: number;
  readonly modifiedStartLineNumber: number;
  readonly modifiedEndLineNumber: number;
}

export function readLineChange(change: MonacoLineChange): LineChange {
  const [from, to] = readLines(change.originalStartLineNumber, change.originalEndLineNumber);
  const [keptFrom, keptTo] = readLines(change.modifiedStartLineNumber, change.modifiedEndLineNumber);
  return { from, to, keptFrom, keptTo };
}

const readLines = (start: number, end: number): [from: number, to: number] =>
  end === 0 ? [start, start] : [start - 1, end];

/**
 * What to replace in the text so that it has the kept lines of each change instead of its own; in order, disjoint. With
 * all changes between the two it becomes the kept text, also where one of them has no line end at its end.
 */
export function replacements(
  text: string,
  kept: string,
  changes: readonly LineChange[],
): (TextChange & { removed: string })[] {
  const starts = lineStarts(text);
  const keptLines = kept.split("\n");
  const startOf = (line: number) => starts[line] ?? text.length;
  return changes.map(({ from, to, keptFrom, keptTo }) => {
    const lines = keptLines.slice(keptFrom, keptTo);
    // At the end there is no line end to go or to come along: the one before does.
    const atEnd = to >= starts.length;
    const start = atEnd && from > 0 ? startOf(from) - lineEndBefore(from, starts) : startOf(from);
    const removed = text.slice(start, atEnd ? text.length : startOf(to));
    return { start, remove: removed.length, removed, insert: joined(lines, atEnd, from) };
  });
}

/** The last line has no end of its own: what comes behind it begins at the end of the text. */
const lineEndBefore = (from: number, starts: readonly number[]): number => (from < starts.length ? 1 : 0);

function joined(lines: readonly string[], atEnd: boolean, from: number): string {
  if (!atEnd) return lines.map((line) => `${line}\n`).join("");
  return from > 0 ? lines.map((line) => `\n${line}`).join("") : lines.join("\n");
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
