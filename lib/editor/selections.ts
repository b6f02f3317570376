import type * as Y from "yjs";
import type { CodeEditor, IDisposable, TextModel } from "./monaco-types";

/** A selection in UTF-16 units; `anchor` is where it was begun, `head` is the caret. */
export interface OffsetSelection {
  anchor: number;
  head: number;
}

export interface SelectionTracker extends IDisposable {
  /** All selections, the primary one first, as places in the text as it was after the last move. */
  readonly current: readonly OffsetSelection[];
}

/**
 * Follows the editor's selections as offsets. While an edit is being made they still say where the carets were before
 * it, which is what undo wants back. `moved` hears each change, after the text has changed.
 */
export function trackSelections(
  editor: CodeEditor,
  model: TextModel,
  moved: (selections: readonly OffsetSelection[]) => void,
): SelectionTracker {
  let current = readSelections(editor, model);
  const listener = editor.onDidChangeCursorSelection(() => {
    current = readSelections(editor, model);
    moved(current);
  });
  return {
    get current() {
      return current;
    },
    dispose: () => listener.dispose(),
  };
}

function readSelections(editor: CodeEditor, model: TextModel): OffsetSelection[] {
  return (editor.getSelections() ?? []).map((selection) => ({
    anchor: model.getOffsetAt({
      lineNumber: selection.selectionStartLineNumber,
      column: selection.selectionStartColumn,
    }),
    head: model.getOffsetAt({ lineNumber: selection.positionLineNumber, column: selection.positionColumn }),
  }));
}

/** Puts the carets at the offsets. */
export function restoreSelections(
  editor: CodeEditor,
  model: TextModel,
  selections: readonly OffsetSelection[],
): void {
  const places = selections.map(({ anchor, head }) => {
    const [start, position] = [model.getPositionAt(anchor), model.getPositionAt(head)];
    return {
      selectionStartLineNumber: start.lineNumber,
      selectionStartColumn: start.column,
      positionLineNumber: position.lineNumber,
      positionColumn: position.column,
    };
  });
  if (places.length > 0) editor.setSelections(places);
}

export type RelativeSelection = { anchor: Y.RelativePosition; head: Y.RelativePosition };
