import type { FlagSite, RowText } from "./flag-place";
import type { CodeEditor, IPosition, TextModel } from "./monaco-types";

/** What is around a caret that is on show; a wrapped line is several rows. */
export function readFlagSite(
  editor: CodeEditor,
  model: TextModel,
  { lineNumber, column }: IPosition,
  width: number,
): FlagSite {
  const end = model.getLineMaxColumn(lineNumber);
  return {
    left: editor.getOffsetForColumn(lineNumber, column),
    width,
    atLineEnd: column === end,
    above: rowAbove(editor, model, lineNumber, column),
    below: rowBelow(editor, model, lineNumber, column),
  };
}

function rowAbove(editor: CodeEditor, model: TextModel, line: number, column: number): RowText | null {
  const top = editor.getTopForPosition(line, column);
  if (line === 1 || top > editor.getTopForPosition(line, 1)) return null;
  const [first, last] = rowTops(editor, model, line - 1);
  const folded = last === top; // a folded line is where the line above it is
  if (folded || last < editor.getScrollTop()) return null;
  const text = lineText(editor, model, line - 1);
  return first === last ? text : { start: 0, end: text.end };
}

function rowBelow(editor: CodeEditor, model: TextModel, line: number, column: number): RowText | null {
  const top = editor.getTopForPosition(line, column);
  if (top < editor.getTopForPosition(line, model.getLineMaxColumn(line))) return null;
  if (line === model.getLineCount()) return NO_TEXT;
  const [first, last] = rowTops(editor, model, line + 1);
  const visible = first > top && first < editor.getScrollTop() + editor.getLayoutInfo().height;
  return visible && first === last ? lineText(editor, model, line + 1) : null;
}

const NO_TEXT: RowText = { start: 0, end: 0 };

/** Where the first and the last row of a line are, px from the top of the text. */
const rowTops = (editor: CodeEditor, model: TextModel, line: number): [number, number] => [
  editor.getTopForPosition(line, 1),
  editor.getTopForPosition(line, model.getLineMaxColumn(line)),
];

function lineText(editor: CodeEditor, model: TextModel, line: number): RowText {
  const start = model.getLineFirstNonWhitespaceColumn(line);
  if (start === 0) return NO_TEXT;
  return {
    start: editor.getOffsetForColumn(line, start),
    end: editor.getOffsetForColumn(line, model.getLineLastNonWhitespaceColumn(line)),
  };
}
