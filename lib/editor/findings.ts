import type { LocalCopy } from "@/lib/collab/client-sync-types";
import type { LiveFinding } from "@/lib/contracts/findings";
import { type FindingHint, showFindingHint } from "./findings-hint";
import { hoverText } from "./findings-hover";
import { addFindingKeys } from "./findings-keys";
import { type FindingMarks, markFindings, type PlacedFinding } from "./findings-marks";
import { findingsAt, nextFinding } from "./findings-order";
import { type Fit, fitFix } from "./fit-fix";
import { type PreviewLine, previewChanges } from "./fix-preview";
import type { CodeEditor, IDisposable, ModelEdit, Monaco, TextModel } from "./monaco-types";
import { toModelEdits } from "./text-changes";

/** `monaco.editor.ScrollType.Smooth` */
const SMOOTH = 0;

/** What is found in the text that is on show. Immutable. */
export interface FindingsView {
  placed: readonly PlacedFinding[];
  /** In the caret's line; the first is told beside it. Empty while one only reads, or is not in the code yet. */
  atCaret: readonly PlacedFinding[];
  /** Another number once the text is another. */
  revision: number;
}

export type Applied =
  /** `undo` takes the step back while it is one's last. */
  | { kind: "applied"; line: number; undo(): void }
  /** What the fix would replace has changed. */
  | { kind: "stale"; line: number }
  /** It is there no more, or one only reads. */
  | { kind: "none" };

export interface SessionFindings extends IDisposable {
  readonly hint: FindingHint;
  get(): FindingsView;
  subscribe(listener: () => void): () => void;
  set(items: readonly LiveFinding[]): void;
  /** Puts the caret there and shows it; `nearTop`: where only the upper part of the code is in sight. */
  goTo(id: number, nearTop?: boolean): void;
  /** What applying the fix changes, as lines; null: it no longer fits, or there is none. */
  preview(id: number): PreviewLine[] | null;
  /** Makes the fix as one edit of one's own. */
  apply(id: number): Applied;
  /** The caret moved, or one may edit now, or no longer. */
  changed(): void;
  /** Brings marks and hint up to date; once in an animation frame. */
  draw(): void;
}

interface FindingsParts {
  monaco: Monaco;
  editor: CodeEditor;
  model: TextModel;
  copy: Pick<LocalCopy, "text">;
  editable(): boolean;
  ask(): void;
  write(edits: ModelEdit[]): (() => void) | null;
  tell: FindingsTell;
}

/** What a person asks for in the code. */
export interface FindingsTell {
  /** To apply these fixes: one, or one of several. */
  fix(findings: readonly LiveFinding[]): void;
  /** They went to the next finding. */
  stepped(to: PlacedFinding): void;
}

let sessions = 0;

/** Findings in the code: squiggles, what pointing shows, the line beside the caret, and keys. */
export function showFindings(parts: FindingsParts): SessionFindings {
  const { monaco, editor, model, copy, editable, ask, tell } = parts;
  sessions += 1;
  const fixCommand = `tandem.applyFix.${sessions}`;
  const listeners = new Set<() => void>();
  const marks = markFindings({
    ...parts,
    text: copy.text,
    hover: (finding) => hoverText(finding, editable() ? fixCommand : null),
  });
  const hint = showFindingHint(editor);
  let view: FindingsView = { placed: [], atCaret: [], revision: 0 };
  let entered = editor.hasTextFocus();
  const placedOf = (id: number) => marks.placed.find(({ finding }) => finding.id === id);
  const fitOf = (placed: PlacedFinding | undefined): Fit | null =>
    placed === undefined ? null : fitFix(model, copy.text, placed);
  const goTo = (id: number, nearTop = false) => {
    const placed = placedOf(id);
    if (placed === undefined) return;
    entered = true;
    editor.setPosition(placed.start);
    if (nearTop) editor.revealPositionNearTop(placed.start, SMOOTH);
    else editor.revealPositionInCenterIfOutsideViewport(placed.start, SMOOTH);
    editor.focus();
  };
  const step = (by: 1 | -1) => {
    const next = nextFinding(marks.placed, editor.getPosition() ?? { lineNumber: 1, column: 1 }, by);
    if (next === undefined) return;
    goTo(next.finding.id);
    tell.stepped(next);
  };
  const listening = [
    ...addFindingKeys(monaco, editor, {
      next: () => step(1),
      last: () => step(-1),
      fix: () => tell.fix(fixable(view.atCaret)),
    }),
    monaco.editor.registerCommand(fixCommand, (_accessor: unknown, id: unknown) => {
      const placed = typeof id === "number" ? placedOf(id) : undefined;
      if (placed !== undefined) tell.fix([placed.finding]);
    }),
    editor.onDidFocusEditorText(() => {
      entered = true;
      ask();
    }),
  ];
  return {
    hint,
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: marks.set,
    goTo,
    preview(id) {
      const fit = fitOf(placedOf(id));
      return fit?.kind === "fits" ? previewChanges(model.getValue(), fit.changes) : null;
    },
    apply(id) {
      const placed = placedOf(id);
      const fit = fitOf(placed);
      if (fit === null || placed === undefined || !editable()) return { kind: "none" };
      if (fit.kind === "stale") return fit;
      const undo = parts.write(toModelEdits(model, fit.changes));
      return undo === null ? { kind: "none" } : { kind: "applied", line: placed.start.lineNumber, undo };
    },
    changed() {
      marks.refresh();
      ask();
    },
    draw() {
      const moved = marks.draw();
      const next = readCaret(editor, marks, entered && editable());
      const revision = model.getVersionId();
      if (!moved && revision === view.revision && isSame(next, view.atCaret)) return;
      view = { placed: marks.placed, atCaret: next, revision };
      hint.show(next[0]?.start.lineNumber ?? null);
      for (const listener of listeners) listener();
    },
    dispose() {
      for (const each of listening) each.dispose();
      hint.dispose();
      marks.dispose();
    },
  };
}

/** Those with a fix, once each. */
const fixable = (placed: readonly PlacedFinding[]): LiveFinding[] =>
  placed.map(({ finding }) => finding).filter(({ fix }) => fix !== null);

function readCaret(editor: CodeEditor, marks: FindingMarks, shown: boolean): PlacedFinding[] {
  const caret = editor.getPosition();
  return shown && caret !== null ? findingsAt(marks.placed, caret) : [];
}

const isSame = (a: readonly PlacedFinding[], b: readonly PlacedFinding[]): boolean =>
  a.length === b.length && a.every((each, at) => each === b[at]);
