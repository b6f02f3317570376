import type * as Y from "yjs";
import { diffText } from "@/lib/collab/text-diff";
import { keepView } from "./keep-view";
import type { CodeEditor, IDisposable, ModelChange, ModelEdit, TextModel } from "./monaco-types";

/** `monaco.editor.EndOfLineSequence.LF`; the enum itself would pull Monaco in. */
const LF = 0;

/**
 * Keeps a Monaco model and a `Y.Text` the same. Edits in the model go out as one transaction with `origin`; everything
 * else that changes the text comes in as edits of the model, so that all carets and the view stay where they are.
 * Offsets are UTF-16 units on both sides, and the model's line end is `\n`, always: with `\r\n` they would differ.
 */
export function bindModel(
  text: Y.Text,
  model: TextModel,
  editor: CodeEditor | null,
  origin: object,
): IDisposable {
  const { doc } = text;
  if (doc === null) throw new Error("The text belongs to no document.");
  /** True while one side is written because of the other. */
  let echo = false;
  const write = (edits: ModelEdit[]) => {
    if (edits.length === 0) return;
    echo = true;
    try {
      keepView(editor, model, edits, () => model.applyEdits(edits));
    } finally {
      echo = false;
    }
  };
  const fitModel = () => write(toEdits(model, diffText(model.getValue(), text.toString())));

  const onText = (event: Y.YTextEvent, transaction: Y.Transaction) => {
    if (transaction.origin === origin) return;
    write(toEdits(model, deltaChanges(event.delta)));
    // The model turns a stray \r into a line end of its own; the text gets rid of it in the server's next edit.
    if (model.getValueLength() !== text.length) fitModel();
  };
  const onModel = ({ changes }: { changes: readonly ModelChange[] }) => {
    if (!echo) doc.transact(() => applyChanges(text, changes), origin);
  };

  model.setEOL(LF); // an empty model has the system's line end, and a filled one that of its text
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

interface Change {
  start: number;
  remove: number;
  insert: string;
}

/** A delta of Y.Text as changes in places of the text before, in order. */
export function deltaChanges(
  delta: readonly { retain?: number; delete?: number; insert?: unknown }[],
): Change[] {
  const changes: Change[] = [];
  let at = 0;
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain;
    else if (part.delete !== undefined) {
      changes.push({ start: at, remove: part.delete, insert: "" });
      at += part.delete;
    } else if (typeof part.insert === "string") changes.push({ start: at, remove: 0, insert: part.insert });
  }
  return changes;
}

function toEdits(model: TextModel, changes: readonly Change[]): ModelEdit[] {
  return changes.map(({ start, remove, insert }) => {
    const from = model.getPositionAt(start);
    const to = remove === 0 ? from : model.getPositionAt(start + remove);
    return {
      range: {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
      },
      text: insert,
    };
  });
}

/** Places are those before the change, so the last goes first. */
function applyChanges(text: Y.Text, changes: readonly ModelChange[]): void {
  for (const change of [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset)) {
    if (change.rangeLength > 0) text.delete(change.rangeOffset, change.rangeLength);
    if (change.text !== "") text.insert(change.rangeOffset, change.text);
  }
}
