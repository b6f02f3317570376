import "monaco-editor/features/diffEditor/register";
import { diffText } from "@/lib/collab/text-diff";
import type { CodeSession } from "./code-session";
import { type LineChange, readLineChange, replacements } from "./line-changes";
import { monaco } from "./monaco";
import type { CodeEditor, Decoration, Decorations, IDisposable, ModelEdit, TextModel } from "./monaco-types";
import { comparisonLabels, comparisonOptions, PLAIN_BRACKETS } from "./options";
import { toModelEdits } from "./text-changes";

/** `monaco.editor.CursorChangeReason.Explicit` and `TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges`. */
const EXPLICIT = 3;
const NEVER_GROWS = 1;

export interface ComparisonView {
  /** Where the file and the kept text differ; null: not compared yet. */
  changes: readonly LineChange[] | null;
  /** Index of the change that is pointed at. */
  at: number;
}

export interface Taken {
  /** How many changes came into the file; the others no longer fit, since their lines have just changed. */
  count: number;
  asked: number;
  undo(): void;
}

/** The file as it is now beside a text that was kept aside; it follows both sides' edits of the file. */
export interface Comparison extends IDisposable {
  subscribe(listener: () => void): () => void;
  get(): ComparisonView;
  step(by: 1 | -1): void;
  /** Writes the kept lines into the file, as an edit of one's own. Null: this person only reads. */
  take(which: "current" | "all"): Taken | null;
}

export function openComparison(
  host: HTMLElement,
  session: CodeSession,
  kept: { text: string; language: string },
  look: Parameters<typeof comparisonOptions>[0],
): Comparison {
  const keptModel = monaco.editor.createModel(kept.text, kept.language);
  keptModel.updateOptions({ bracketColorizationOptions: PLAIN_BRACKETS });
  keptModel.setEOL(monaco.editor.EndOfLineSequence.LF);
  const diff = monaco.editor.createDiffEditor(host, comparisonOptions(look));
  diff.setModel({ original: session.model, modified: keptModel });
  const editors = [diff.getOriginalEditor(), diff.getModifiedEditor()] as const;
  const [file, aside] = editors;
  const marks = editors.map((editor) => editor.createDecorationsCollection());
  const plan = planChanges(session.model, file.createDecorationsCollection());
  const listeners = new Set<() => void>();
  let view: ComparisonView = { changes: null, at: 0 };

  const show = (at: number, changes = view.changes) => {
    view = { changes, at: Math.max(0, Math.min(at, (changes?.length ?? 0) - 1)) };
    mark(marks, view);
    for (const listener of listeners) listener();
  };
  const compared = () => {
    const lines = diff.getLineChanges();
    if (lines === null) return;
    nameEditors(editors, look.fileName);
    const changes = lines.map(readLineChange);
    plan.renew(keptModel.getValue(), changes);
    show(view.at, changes);
  };
  const pointed = (editor: CodeEditor, side: Side) =>
    editor.onDidChangeCursorPosition(({ reason, position }) => {
      const at = reason === EXPLICIT ? changeAt(view, side, position.lineNumber - 1) : -1;
      if (at >= 0) show(at);
    });
  const parts = [diff.onDidUpdateDiff(compared), pointed(file, "file"), pointed(aside, "aside")];
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => view,
    step(by) {
      const count = view.changes?.length ?? 0;
      if (count === 0) return;
      show((view.at + by + count) % count);
      reveal(aside, view);
    },
    take(which) {
      const asked = which === "all" ? [...(view.changes ?? []).keys()] : [view.at];
      const edits = asked.map(plan.edit).filter((edit) => edit.length > 0);
      const undo = session.write(edits.flat());
      return undo === null ? null : { count: edits.length, asked: asked.length, undo };
    },
    dispose() {
      listeners.clear();
      diff.setModel(null);
      for (const part of [...parts, diff, keptModel]) part.dispose();
    },
  };
}

/** What each change would write, where its lines are by now: they move with what others type. */
function planChanges(model: TextModel, places: Decorations) {
  let planned: { removed: string; insert: string }[] = [];
  return {
    renew(kept: string, changes: readonly LineChange[]): void {
      const all = replacements(model.getValue(), kept, changes);
      planned = all;
      places.set(toModelEdits(model, all).map(tracked));
    },
    /** The edits of a change; none when its lines are no longer those that were compared. */
    edit(index: number): ModelEdit[] {
      const [change, range] = [planned[index], places.getRange(index)];
      if (change === undefined || range === null || model.getValueInRange(range) !== change.removed)
        return [];
      const start = model.getOffsetAt(range.getStartPosition());
      const small = diffText(change.removed, change.insert);
      return toModelEdits(
        model,
        small.map((one) => ({ ...one, start: one.start + start })),
      );
    },
  };
}

/** Trap: Monaco forgets the names with each change of its options. */
function nameEditors(editors: readonly CodeEditor[], fileName: string): void {
  const labels = comparisonLabels(fileName);
  for (const [index, editor] of editors.entries()) editor.updateOptions({ ariaLabel: labels[index] ?? "" });
}

type Side = "file" | "aside";

const tracked = ({ range }: ModelEdit): Decoration => ({ range, options: { stickiness: NEVER_GROWS } });

const linesOf = (change: LineChange, side: Side): [from: number, to: number] =>
  side === "file" ? [change.from, change.to] : [change.keptFrom, change.keptTo];

function changeAt({ changes }: ComparisonView, side: Side, line: number): number {
  return (changes ?? []).findIndex((change) => {
    const [from, to] = linesOf(change, side);
    return line >= from && line < to;
  });
}

/** The change that is pointed at has a bar beside it, on each side that has lines of it. */
function mark(marks: readonly Decorations[], { changes, at }: ComparisonView): void {
  const change = changes?.[at];
  for (const [index, collection] of marks.entries()) {
    const [from, to] = change === undefined ? [0, 0] : linesOf(change, index === 0 ? "file" : "aside");
    const range = { startLineNumber: from + 1, startColumn: 1, endLineNumber: to, endColumn: 1 };
    const options = { isWholeLine: true, className: "compare-current" };
    collection.set(from < to ? [{ range, options }] : []);
  }
}

function reveal(editor: CodeEditor, { changes, at }: ComparisonView): void {
  const change = changes?.[at];
  if (change === undefined) return;
  const [first, last] = [change.keptFrom + 1, Math.max(change.keptFrom + 1, change.keptTo)];
  editor.setPosition({ lineNumber: first, column: 1 });
  editor.revealLinesInCenterIfOutsideViewport(first, last);
}
