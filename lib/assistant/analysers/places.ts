import type { Position } from "@/lib/contracts/findings";

/** Turns offsets and foreign line numbers into positions. Made once per text. */
export interface Places {
  /** An offset in UTF-16 units; outside of the text, its nearest end. */
  at(offset: number): Position;
  /** An offset in bytes of the text in UTF-8. */
  atByte(offset: number): Position;
  /** The offset of a position; outside of its line, that line's nearest end. */
  offset(position: Position): number;
  /** The text of a line, from 1, without its end; "" where there is none. */
  line(line: number): string;
  /** From the first character that is not a space to the end of the line (a line without any: all of it). */
  wholeLine(line: number): { start: Position; end: Position };
  lines: number;
}

export function placesIn(text: string): Places {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const startOf = (line: number) => starts[line - 1] ?? text.length;
  const lineOf = (line: number) => text.slice(startOf(line), endOf(line));
  const endOf = (line: number) => {
    const next = starts[line];
    return next === undefined ? text.length : next - 1;
  };
  const at = (offset: number): Position => {
    const inside = Math.min(Math.max(offset, 0), text.length);
    const line = lineAt(starts, inside);
    return { line, column: inside - startOf(line) + 1 };
  };
  let bytes: Buffer | undefined;
  return {
    at,
    atByte(offset) {
      bytes ??= Buffer.from(text, "utf8");
      if (bytes.length === text.length) return at(offset);
      return at(bytes.toString("utf8", 0, offset).length);
    },
    offset: ({ line, column }) => Math.min(startOf(line) + column - 1, endOf(line)),
    line: lineOf,
    wholeLine(line) {
      const inside = Math.min(Math.max(line, 1), starts.length);
      const content = lineOf(inside);
      const indent = content.length - content.trimStart().length;
      const column = indent === content.length ? 1 : indent + 1;
      return {
        start: { line: inside, column },
        end: { line: inside, column: Math.max(content.trimEnd().length, column) + 1 },
      };
    },
    lines: starts.length,
  };
}

/** Number of the line, from 1, that holds an offset: the last that starts at or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
