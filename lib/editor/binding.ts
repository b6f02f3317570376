import type * as Y from "yjs";
import { diffText, type TextChange } from "@/lib/collab/text-diff";
import { keepView } from "./keep-view";
import type { CodeEditor, IDisposable, ModelChange, TextModel } from "./monaco-types";
import { keepSelections } from "./selections";
import { applyModelChanges, applyTextChanges, deltaChanges, toModelEdits } from "./text-changes";

/** `monaco.editor.EndOfLineSequence.LF`; the enum itself would pull Monaco in. */
const LF = 0;

interface ContentEvent {
  readonly changes: readonly ModelChange[];
  readonly isFlush: boolean;
  readonly isEolChange: boolean;
}

interface Bound {
  text: Y.Text;
  model: TextModel;
  /** Carets and view that stay where they are; null: nobody looks. */
  editor: CodeEditor | null;
  /** The origin of the transactions that are made here. */
  origin: object;
  /** False: what is typed is taken back at once. */
  editable(): boolean;
}

/**
 * Keeps a Monaco model and a `Y.Text` the same. Edits in the model go out as one transaction with `origin`; everything
 * else that changes the text comes in as edits of the model, so that all carets and the view stay where they are.
 * Offsets are UTF-16 units on both sides, and the model's line end is `\n`, always: with `\r\n` they would differ.
 * Throws when the text belongs to no document.
 */
export function bindModel({ text, model, editor, origin, editable }: Bound): IDisposable {
  const { doc } = text;
  if (doc === null) throw new Error("The text belongs to no document.");
  /** True while the model is written because of the text. */
  let echo = false;
  const write = (change: () => void) => {
    echo = true;
    try {
      change();
    } finally {
      echo = false;
    }
  };
  const apply = (changes: readonly TextChange[]) => {
    if (changes.length === 0) return;
    const edits = toModelEdits(model, changes);
    const run = () => keepView(editor, model, edits, () => model.applyEdits(edits));
    write(() => (editor === null ? run() : keepSelections(editor, model, changes, run)));
  };
  const fitModel = () => apply(diffText(model.getValue(), shown(text.toString())));
  const keepLineEnds = () => write(() => model.setEOL(LF));

  const onText = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === origin) return;
    const changes = deltaChanges(event.delta).map((change) => ({ ...change, insert: shown(change.insert) }));
    if (changes.some((change) => cutsPair(model, change))) fitModel();
    else apply(changes);
  };
  const onModel = ({ changes, isFlush, isEolChange }: ContentEvent) => {
    if (echo) return;
    if (!editable()) return fitModel();
    if (isFlush || isEolChange) {
      keepLineEnds(); // a new value brings its own
      doc.transact(() => applyTextChanges(text, diffText(text.toString(), model.getValue())), origin);
      return;
    }
    doc.transact(() => applyModelChanges(text, changes), origin);
    if (changes.some((change) => !change.text.isWellFormed())) fitModel();
  };

  keepLineEnds(); // an empty model has the system's line end, and a filled one that of its text
  fitModel();
  text.observe(onText);
  const listener = model.onDidChangeContent(onModel);
  return {
    dispose() {
      text.unobserve(onText);
      listener.dispose();
    },
  };
}

/**
 * A stray `\r`, which the server's next edit takes out, is a line end of its own meanwhile: Monaco would make one of
 * `\r\n`, and every place behind it would be off by one.
 */
const shown = (text: string): string => text.replaceAll("\r", "\n");

/**
 * Whether a change begins or ends between the halves of a surrogate pair. Yjs then makes both halves U+FFFD without
 * saying so, and Monaco would widen the change.
 */
function cutsPair(model: TextModel, { start, remove }: TextChange): boolean {
  return isInsidePair(model, start) || (remove > 0 && isInsidePair(model, start + remove));
}

function isInsidePair(model: TextModel, offset: number): boolean {
  const { lineNumber, column } = model.getPositionAt(offset);
  const unit = model.getLineContent(lineNumber).charCodeAt(column - 2);
  return unit >= 0xd800 && unit <= 0xdbff;
}
