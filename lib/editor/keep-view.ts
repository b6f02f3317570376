import type { CodeEditor, IRange, ModelEdit, TextModel } from "./monaco-types";

/** `monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges` and `ScrollType.Immediate`. */
const NEVER_GROWS = 1;
const IMMEDIATE = 1;

/** Applies edits; those above what is on show do not move it. */
export function keepView(
  editor: CodeEditor | null,
  model: TextModel,
  edits: readonly ModelEdit[],
  apply: () => void,
): void {
  const top = editor?.getVisibleRanges()[0]?.startLineNumber;
  if (editor === null || top === undefined || editor.getScrollTop() === 0) {
    apply();
    return;
  }
  if (!edits.some(({ range }) => isAbove(range, top))) {
    apply();
    return;
  }
  const offset = editor.getScrollTop() - editor.getTopForLineNumber(top);
  const range = { startLineNumber: top, startColumn: 1, endLineNumber: top, endColumn: 1 };
  const options = { stickiness: NEVER_GROWS };
  const anchor = model.deltaDecorations([], [{ range, options }]);
  apply();
  const line = model.getDecorationRange(anchor[0] ?? "")?.startLineNumber ?? top;
  model.deltaDecorations(anchor, []);
  editor.setScrollTop(editor.getTopForLineNumber(line) + offset, IMMEDIATE);
}

const isAbove = ({ startLineNumber, startColumn }: IRange, line: number): boolean =>
  startLineNumber < line || (startLineNumber === line && startColumn === 1);
