import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { Position } from "@/lib/contracts/findings";
import { bindModel } from "./binding";
import { type FindingsTell, type SessionFindings, showFindings } from "./findings";
import { frameBatch } from "./frame";
import type { CodeEditor, IDisposable, ModelEdit, Monaco, TextModel } from "./monaco-types";
import { PLAIN_BRACKETS } from "./options";
import { showOwnCaret } from "./own-caret";
import { addPeopleKeys } from "./people-keys";
import { createRail, type Rail } from "./rail";
import { drawRemoteCarets } from "./remote-carets";
import { watchPeople } from "./remote-people";
import { type SelectionTracker, trackSelections } from "./selections";
import { takeDroppedText } from "./text-drop";
import { drawTrails } from "./trails";
import { bindUndo } from "./undo";

/** The primary caret; lines and columns count from 1, `selected` is in UTF-16 units over all selections. */
export interface CaretPlace {
  line: number;
  column: number;
  selected: number;
  /** The primary selection; where nothing is selected, the caret twice. */
  range: { start: Position; end: Position };
}

export interface CodeSession extends IDisposable {
  readonly rail: Rail;
  readonly findings: SessionFindings;
  /** What is shown; it follows the file. */
  readonly model: TextModel;
  setLanguage(id: string): void;
  /** False: offline; other people's carets go away. */
  setLive(live: boolean): void;
  /** The editor became read-only, or is no longer. */
  permissionChanged(): void;
  /** Scrolls to the person's caret and opens its flag; nothing happens when they have none. */
  goToPerson(clientId: number): void;
  /**
   * Edits the text as if typed, in one step of one's own. Answers how to take that step back, while it is the last (else
   * that answers false); null for who only reads.
   */
  write(edits: ModelEdit[]): (() => boolean) | null;
  undo(): void;
  redo(): void;
}

/** `monaco.editor.ScrollType.Smooth` */
const SMOOTH = 0;

/** Shows a copy in the editor and binds the two until it is disposed: text, undo, carets, trails. */
export function openSession(
  monaco: Monaco,
  editor: CodeEditor,
  copy: LocalCopy,
  tell: { caret(place: CaretPlace): void } & FindingsTell,
): CodeSession {
  const model = monaco.editor.createModel(copy.text.toString().replaceAll("\r", "\n"), "plaintext");
  model.updateOptions({ bracketColorizationOptions: PLAIN_BRACKETS });
  editor.setModel(model);
  const editable = () => editor.getRawOptions().readOnly !== true;
  const origin = {};
  let live = true;
  const frame = frameBatch(() => {
    carets.draw();
    trails.draw();
    findings.draw();
    rail.update(carets.places(), findings.get().placed);
  });
  const caretFrame = frameBatch(() => tell.caret(readCaret(editor, selections)));
  const moved = () => {
    ownCaret.changed();
    caretFrame.ask();
    frame.ask();
  };

  const binding = bindModel({ text: copy.text, model, editor, origin, editable });
  const selections = trackSelections(editor, model, moved);
  const undo = bindUndo({ text: copy.text, model, editor, origin, selections, editable });
  const ownCaret = showOwnCaret({ copy, editor, selections, editable });
  const rail = createRail(editor);
  const people = watchPeople(copy, (clientIds) => carets.changed(clientIds));
  const carets = drawRemoteCarets({ copy, editor, model, people, live: () => live, ask: frame.ask });
  const trails = drawTrails({ copy, editor, model, people, ask: frame.ask });
  const write = (edits: ModelEdit[]) =>
    editable() ? undo.asOneStep(() => model.pushEditOperations([], edits, () => null)) : null;
  const findings = showFindings({ monaco, editor, model, copy, editable, ask: frame.ask, write, tell });
  const goToPerson = (clientId: number) => {
    const position = carets.openFlag(clientId);
    if (position !== null) editor.revealPositionInCenterIfOutsideViewport(position, SMOOTH);
  };
  const parts = [
    addPeopleKeys(monaco, editor, carets.places, goToPerson),
    takeDroppedText(editor, editable),
    editor.onDidScrollChange(frame.ask),
    editor.onDidLayoutChange(frame.ask),
    editor.onDidContentSizeChange(frame.ask),
    frame,
    caretFrame,
    findings,
    trails,
    carets,
    people,
    ownCaret,
    undo,
    selections,
    binding,
    model,
  ];
  frame.ask();
  caretFrame.ask();
  return {
    rail,
    findings,
    model,
    setLanguage: (id) => monaco.editor.setModelLanguage(model, id),
    setLive(next) {
      live = next;
      carets.changed(people.all.keys());
    },
    permissionChanged() {
      ownCaret.changed();
      findings.changed();
    },
    goToPerson,
    write,
    undo: undo.undo,
    redo: undo.redo,
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

function readCaret(editor: CodeEditor, { current }: SelectionTracker): CaretPlace {
  const position = editor.getPosition();
  const range = editor.getSelection();
  const at = (line: number | undefined, column: number | undefined): Position => ({
    line: line ?? 1,
    column: column ?? 1,
  });
  return {
    line: position?.lineNumber ?? 1,
    column: position?.column ?? 1,
    selected: current.reduce((sum, { anchor, head }) => sum + Math.abs(head - anchor), 0),
    range: {
      start: at(range?.startLineNumber, range?.startColumn),
      end: at(range?.endLineNumber, range?.endColumn),
    },
  };
}
