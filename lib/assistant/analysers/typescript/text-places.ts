import type ts from "typescript";
import type { Position } from "@/lib/contracts/findings";

/** The place of an offset (UTF-16 units from 0) in the file. */
export function positionAt(file: ts.SourceFile, offset: number): Position {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}

/** Where something begins and ends. An empty stretch is widened to one character where the text has one. */
export function stretch(
  file: ts.SourceFile,
  start: number,
  length: number,
): { start: Position; end: Position } {
  const from = Math.min(start, file.end);
  const to = Math.min(Math.max(from + length, from + 1), file.end);
  return { start: positionAt(file, from), end: positionAt(file, to) };
}
