import type { CodeEditor, ModelEdit, TextModel } from "./monaco-types";

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
  const above = top !== undefined && edits.some(({ range }) => range.startLineNumber < top);
  if (editor === null || top === undefined || !above) {
    apply();
    return;
  }
  const offset = editor.getScrollTop() - editor.getTopForLineNumber(top);
  const range = { startLineNumber: top, startColumn: 1, endLineNumber: top, endColumn: 1 };
  const anchor = model.deltaDecorations([], [{ range, options: { stickiness: NEVER_GROWS } }]);
  apply();
  const line = model.getDecorationRange(anchor[0] ?? "")?.startLineNumber ?? top;
  model.deltaDecorations(anchor, []);
  if (line !== top) editor.setScrollTop(editor.getTopForLineNumber(line) + offset, IMMEDIATE);
}
