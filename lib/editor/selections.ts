import type { TextChange } from "@/lib/collab/text-diff";
import type { CodeEditor, IDisposable, TextModel } from "./monaco-types";
import { mapOffset } from "./text-changes";

/** A selection in UTF-16 units; `anchor` is where it was begun, `head` is the caret. */
export interface OffsetSelection {
  readonly anchor: number;
  readonly head: number;
}

export interface SelectionTracker extends IDisposable {
  /** All selections, the primary one first, as places in the text as it was after the last move. */
  readonly current: readonly OffsetSelection[];
}

/**
 * Follows the editor's selections as offsets. While an edit is being made they still say where the carets were before
 * it, which is what undo wants back: so begin this after the model is bound. `moved` hears each change.
 */
export function trackSelections(editor: CodeEditor, model: TextModel, moved: () => void): SelectionTracker {
  let current = readSelections(editor, model);
  const read = () => {
    current = readSelections(editor, model);
    moved();
  };
  // Trap: an edit further up moves the offset of a caret whose line and column stay, and that is no move to Monaco.
  const listeners = [model.onDidChangeContent(read), editor.onDidChangeCursorSelection(read)];
  return {
    get current() {
      return current;
    },
    dispose() {
      for (const listener of listeners) listener.dispose();
    },
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

/**
 * Makes someone else's changes by `run`. A caret stays before what is inserted at its place, and a selection does not
 * grow at its ends: Monaco would take the caret along, so that the words of two people who type at one place get mixed
 * and the next step of an input method overwrites the other's text.
 */
export function keepSelections(
  editor: CodeEditor,
  model: TextModel,
  changes: readonly TextChange[],
  run: () => void,
): void {
  const wanted = readSelections(editor, model).map((selection) => mapSelection(selection, changes));
  run();
  const got = readSelections(editor, model);
  if (wanted.some((selection, at) => !isSame(selection, got[at]))) restoreSelections(editor, model, wanted);
}

function mapSelection({ anchor, head }: OffsetSelection, changes: readonly TextChange[]): OffsetSelection {
  const from = mapOffset(Math.min(anchor, head), changes, anchor === head ? -1 : 1);
  const to = Math.max(from, mapOffset(Math.max(anchor, head), changes, -1));
  return anchor <= head ? { anchor: from, head: to } : { anchor: to, head: from };
}

const isSame = (a: OffsetSelection, b: OffsetSelection | undefined): boolean =>
  b !== undefined && a.anchor === b.anchor && a.head === b.head;
