import * as Y from "yjs";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { frameBatch } from "./frame";
import type { CodeEditor, IDisposable } from "./monaco-types";
import { relativeSelection } from "./relative-selections";
import type { SelectionTracker } from "./selections";

export interface OwnCaret extends IDisposable {
  /** Something about it may have changed: where it is, or whether it may be shown. */
  changed(): void;
}

/**
 * Shows one's primary selection to the others, from the first time that one is in the code. Who only reads shows none.
 */
export function showOwnCaret(parts: {
  copy: Pick<LocalCopy, "awareness" | "text">;
  editor: CodeEditor;
  selections: SelectionTracker;
  editable(): boolean;
}): OwnCaret {
  const { copy, editor, selections, editable } = parts;
  let shown = "null";
  let entered = editor.hasTextFocus();
  const tell = () => {
    const [primary] = selections.current;
    const cursor = entered && editable() && primary !== undefined ? toJson(copy.text, primary) : null;
    const next = JSON.stringify(cursor);
    if (next === shown) return; // others' edits move the offset, and the place in the text stays the same
    shown = next;
    copy.awareness.setLocalStateField("cursor", cursor);
  };
  const frame = frameBatch(tell);
  const focus = editor.onDidFocusEditorText(() => {
    entered = true;
    frame.ask();
  });
  if (entered) frame.ask();
  return {
    changed: frame.ask,
    dispose() {
      frame.dispose();
      focus.dispose();
    },
  };
}

function toJson(text: Y.Text, selection: { anchor: number; head: number }) {
  const { anchor, head } = relativeSelection(text, selection);
  return { anchor: Y.relativePositionToJSON(anchor), head: Y.relativePositionToJSON(head) };
}
