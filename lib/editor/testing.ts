import * as monaco from "monaco-editor/editor";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { LocalCopy } from "@/lib/collab/client-sync-types";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { bindModel } from "./binding";
import { type CaretPlace, openSession } from "./code-session";
import { trackSelections } from "./selections";
import { bindUndo } from "./undo";

/** A real Monaco editor in happy-dom, which draws nothing. */
function makeEditor(readOnly: boolean) {
  const element = document.createElement("div");
  document.body.append(element);
  const editor = monaco.editor.create(element, {
    model: null,
    readOnly,
    dimension: { width: 800, height: 200 },
    minimap: { enabled: false }, // it and the overview ruler want a canvas
    overviewRulerLanes: 0,
  });
  const dispose = () => {
    editor.dispose();
    element.remove();
  };
  return { editor, dispose };
}

/** A text in an editor, with everything around it but people. For tests only. */
export function testEditor(options: { clientId?: number; content?: string; readOnly?: boolean } = {}) {
  const doc = new Y.Doc();
  if (options.clientId !== undefined) doc.clientID = options.clientId;
  const text = doc.getText(CONTENT_ROOT);
  if (options.content !== undefined) text.insert(0, options.content);
  const { editor, dispose } = makeEditor(options.readOnly ?? false);
  const model = monaco.editor.createModel("", "plaintext");
  editor.setModel(model);
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
      dispose();
      model.dispose();
      doc.destroy();
    },
  };
}

export type TestEditor = ReturnType<typeof testEditor>;

/** The editor as the page has it, alone with its copy. For tests only. */
export function testSession(content: string, options: { readOnly?: boolean } = {}) {
  const doc = new Y.Doc();
  const text = doc.getText(CONTENT_ROOT);
  text.insert(0, content);
  const nothing = async () => {};
  const copy: LocalCopy = {
    epoch: "1",
    id: "copy",
    doc,
    text,
    awareness: new Awareness(doc),
    persisted: false,
    flush: async () => false,
    close: nothing,
    erase: nothing,
  };
  const { editor, dispose } = makeEditor(options.readOnly ?? false);
  const places: CaretPlace[] = [];
  const fixes: number[][] = [];
  const opened = openSession(monaco, editor, copy, {
    caret: (place) => places.push(place),
    fix: (findings) => fixes.push(findings.map(({ id }) => id)),
    stepped: () => {},
  });
  return {
    copy,
    editor,
    opened,
    places,
    /** What was asked to be fixed in the code: ids, for each time. */
    fixes,
    dispose() {
      opened.dispose();
      dispose();
      copy.awareness.destroy();
      doc.destroy();
    },
  };
}

export type TestSession = ReturnType<typeof testSession>;

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
