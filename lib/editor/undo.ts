import * as Y from "yjs";
import type { RelativeSelection } from "@/lib/collab/shown-cursor";
import type { CodeEditor, IDisposable, TextModel } from "./monaco-types";
import { absoluteSelection, isPresent, relativeSelection } from "./relative-selections";
import { restoreSelections, type SelectionTracker } from "./selections";

/** Keys typed within this time of each other are taken back together. */
const CAPTURE_MS = 500;
const SELECTIONS = "selections";
/** `monaco.editor.ScrollType.Smooth` and `CursorChangeReason.Explicit`. */
const SMOOTH = 0;
const EXPLICIT = 3;

export interface OwnUndo extends IDisposable {
  undo(): void;
  redo(): void;
  /** Makes what the change writes one step. Answers how to take it back; false: it is no longer the last step, and stays. */
  asOneStep(change: () => void): () => boolean;
}

/**
 * Undo that takes back only one's own edits: Ctrl+Z must never remove another person's text. It replaces the model's
 * undo, so that every way to it (keys, menus, the palette) comes here. The carets go back to where they were before the
 * edit. A line end, and a move of the caret, end a step.
 */
export function bindUndo(parts: {
  text: Y.Text;
  model: TextModel;
  editor: CodeEditor;
  origin: object;
  selections: SelectionTracker;
  editable(): boolean;
}): OwnUndo {
  const { text, model, editor, origin, selections, editable } = parts;
  const manager = new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: CAPTURE_MS });
  let carets: RelativeSelection[] = [];
  const onBefore = (transaction: Y.Transaction) => {
    if (transaction.origin !== origin && transaction.origin !== manager) return;
    carets = selections.current.map((selection) => relativeSelection(text, selection));
  };
  text.doc?.on("beforeTransaction", onBefore);
  manager.on("stack-item-added", ({ stackItem }) => stackItem.meta.set(SELECTIONS, carets));
  manager.on("stack-item-popped", ({ stackItem }) => {
    const kept: unknown = stackItem.meta.get(SELECTIONS);
    if (!isSelections(kept)) return;
    const found = kept.map((selection) => absoluteSelection(text, selection)).filter(isPresent);
    restoreSelections(editor, model, found);
    const position = editor.getPosition();
    if (position !== null) editor.revealPosition(position, SMOOTH);
  });
  const endStep = () => manager.stopCapturing();
  const listeners = [
    editor.onDidChangeCursorPosition(({ reason }) => reason === EXPLICIT && endStep()),
    model.onDidChangeContent(
      ({ changes }) => changes.some((change) => change.text.includes("\n")) && endStep(),
    ),
  ];

  const own = {
    undo: () => void (editable() && manager.undo()),
    redo: () => void (editable() && manager.redo()),
  };
  Object.assign(model, own); // hides the methods of Monaco's class
  return {
    ...own,
    asOneStep(change) {
      endStep();
      change();
      endStep();
      const step = manager.undoStack.at(-1);
      return () => {
        if (step === undefined || manager.undoStack.at(-1) !== step || !editable()) return false;
        own.undo();
        return true;
      };
    },
    dispose() {
      Reflect.deleteProperty(model, "undo");
      Reflect.deleteProperty(model, "redo");
      for (const listener of listeners) listener.dispose();
      text.doc?.off("beforeTransaction", onBefore);
      manager.destroy();
    },
  };
}

/** Only this file writes under the key. */
const isSelections = (kept: unknown): kept is RelativeSelection[] => Array.isArray(kept);
