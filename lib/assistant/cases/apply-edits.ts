import type { Position } from "@/lib/contracts/findings";

interface Edit {
  start: Position;
  end: Position;
  text: string;
}

/** A text with edits made that do not overlap; their places are those of the text before. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  const offset = ({ line, column }: Position) => (lines[line - 1] ?? text.length) + column - 1;
  return edits
    .toSorted((a, b) => offset(b.start) - offset(a.start))
    .reduce(
      (made, edit) => made.slice(0, offset(edit.start)) + edit.text + made.slice(offset(edit.end)),
      text,
    );
}
