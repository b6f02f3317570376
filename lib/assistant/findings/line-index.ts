import type { Position } from "@/lib/contracts/findings";

/** Where the lines of one text begin: positions as people count them, from and to offsets in UTF-16 units. */
export interface LineIndex {
  /** Of a position outside the text: the nearest place in it. */
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
  /** The line without its line end; empty outside the text. */
  lineText(line: number): string;
}

/** Line ends are `\n`. */
export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const startOf = (line: number) => starts[line - 1] ?? text.length;
  const endOf = (line: number) => (line < starts.length ? startOf(line + 1) - 1 : text.length);
  return {
    offsetAt({ line, column }) {
      if (line > starts.length) return text.length;
      return Math.min(startOf(line) + column - 1, endOf(line));
    },
    positionAt(offset) {
      let [low, high] = [0, starts.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
    lineText: (line) => text.slice(startOf(line), endOf(line)),
  };
}
