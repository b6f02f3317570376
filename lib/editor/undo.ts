import * as Y from "yjs";
import type { CodeEditor, IDisposable, TextModel } from "./monaco-types";
import { type OffsetSelection, type RelativeSelection, restoreSelections } from "./selections";

/** Keys typed within this time of each other are taken back together. */
const CAPTURE_MS = 500;
const SELECTIONS = "selections";
/** `monaco.editor.ScrollType.Smooth` */
const SMOOTH = 0;

export interface OwnUndo extends IDisposable {
  undo(): void;
  redo(): void;
}

/**
 * Undo that takes back only one's own edits: Ctrl+Z must never remove another person's text. It replaces the model's
 * undo, so that every way to it (keys, menus, the touch bar) comes here. `before` answers where the carets were before
 * the edit that is being made; they go back there.
 */
export function bindUndo(
  text: Y.Text,
  model: TextModel,
  editor: CodeEditor,
  origin: object,
  before: () => readonly OffsetSelection[],
): OwnUndo {
  const manager = new Y.UndoManager(text, { trackedOrigins: new Set([origin]), captureTimeout: CAPTURE_MS });
  let carets: RelativeSelection[] = [];
  const onBefore = () => {
    carets = before().map((selection) => relative(text, selection));
  };
  text.doc?.on("beforeTransaction", onBefore);
  manager.on("stack-item-added", ({ stackItem }) => stackItem.meta.set(SELECTIONS, carets));
  manager.on("stack-item-popped", ({ stackItem }) => {
    const kept: unknown = stackItem.meta.get(SELECTIONS);
    if (!isSelections(kept)) return;
    restoreSelections(editor, model, kept.map((selection) => absolute(text, selection)).filter(isSelection));
    const position = editor.getPosition();
    if (position !== null) editor.revealPosition(position, SMOOTH);
  });
  // A click elsewhere begins something new.
  const moves = editor.onMouseDown(() => manager.stopCapturing());

  const own = { undo: () => void manager.undo(), redo: () => void manager.redo() };
  const monacos = { undo: model.undo, redo: model.redo };
  Object.assign(model, own);
  return {
    ...own,
    dispose() {
      Object.assign(model, monacos);
      moves.dispose();
      text.doc?.off("beforeTransaction", onBefore);
      manager.destroy();
    },
  };
}

function relative(text: Y.Text, { anchor, head }: OffsetSelection): RelativeSelection {
  const at = (offset: number) => Y.createRelativePositionFromTypeIndex(text, Math.min(offset, text.length));
  return { anchor: at(anchor), head: at(head) };
}

function absolute(text: Y.Text, selection: RelativeSelection): OffsetSelection | null {
  if (text.doc === null) return null;
  const anchor = Y.createAbsolutePositionFromRelativePosition(selection.anchor, text.doc);
  const head = Y.createAbsolutePositionFromRelativePosition(selection.head, text.doc);
  return anchor === null || head === null ? null : { anchor: anchor.index, head: head.index };
}

const isSelection = (selection: OffsetSelection | null): selection is OffsetSelection => selection !== null;
/** Only this file writes under the key. */
const isSelections = (kept: unknown): kept is RelativeSelection[] => Array.isArray(kept);
