import * as monaco from "monaco-editor/editor";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { bindModel } from "./binding";
import { trackSelections } from "./selections";
import { bindUndo } from "./undo";

/** A real Monaco editor with its document, in happy-dom, which draws nothing. For tests only. */
export function testEditor(options: { clientId?: number; content?: string; readOnly?: boolean } = {}) {
  const doc = new Y.Doc();
  if (options.clientId !== undefined) doc.clientID = options.clientId;
  const text = doc.getText(CONTENT_ROOT);
  if (options.content !== undefined) text.insert(0, options.content);
  const model = monaco.editor.createModel("", "plaintext");
  const element = document.createElement("div");
  document.body.append(element);
  const editor = monaco.editor.create(element, {
    model,
    readOnly: options.readOnly ?? false,
    dimension: { width: 800, height: 200 },
    minimap: { enabled: false }, // it and the overview ruler want a canvas
    overviewRulerLanes: 0,
  });
  const origin = {};
  const may = { edit: !(options.readOnly ?? false) };
  const editable = () => may.edit;
  const binding = bindModel({ text, model, editor, origin, editable });
  const selections = trackSelections(editor, model, () => {});
  const undo = bindUndo({ text, model, editor, origin, selections, editable });
  return {
    doc,
    text,
    model,
    editor,
    selections,
    may,
    type: (value: string) => editor.trigger("keyboard", "type", { text: value }),
    paste: (value: string) =>
      editor.trigger("keyboard", "paste", { text: value, pasteOnNewLine: false, multicursorText: null }),
    /** Carets as `line:column`, selections as `line:column-line:column`, anchor first. */
    carets: () =>
      (editor.getSelections() ?? []).map((selection) => {
        const anchor = `${selection.selectionStartLineNumber}:${selection.selectionStartColumn}`;
        const head = `${selection.positionLineNumber}:${selection.positionColumn}`;
        return anchor === head ? head : `${anchor}-${head}`;
      }),
    select: (...places: [number, number, number, number][]) =>
      editor.setSelections(places.map((place) => new monaco.Selection(...place))),
    dispose() {
      undo.dispose();
      selections.dispose();
      binding.dispose();
      editor.dispose();
      model.dispose();
      element.remove();
      doc.destroy();
    },
  };
}

export type TestEditor = ReturnType<typeof testEditor>;

/** What each has goes to the other at once. Returns what ends it. */
export function connect(a: TestEditor, b: TestEditor): () => void {
  const relay = (to: TestEditor) => (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) Y.applyUpdate(to.doc, update, REMOTE);
  };
  exchange(a, b);
  const [toB, toA] = [relay(b), relay(a)];
  a.doc.on("update", toB);
  b.doc.on("update", toA);
  return () => {
    a.doc.off("update", toB);
    b.doc.off("update", toA);
  };
}

/** Both get what they miss, as after having been apart. */
export function exchange(a: TestEditor, b: TestEditor): void {
  const fromA = Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc));
  Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc)), REMOTE);
  Y.applyUpdate(b.doc, fromA, REMOTE);
}

const REMOTE = Symbol("from the other");
