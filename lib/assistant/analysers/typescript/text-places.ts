import ts from "typescript";
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

/** The innermost node that begins at an offset and is at least `length` long. */
export function nodeAt(file: ts.SourceFile, start: number, length: number): ts.Node {
  let found: ts.Node = file;
  const look = (node: ts.Node): void => {
    if (node.getStart(file) > start || node.end < start + length) return;
    found = node;
    ts.forEachChild(node, look);
  };
  ts.forEachChild(file, look);
  return found;
}
