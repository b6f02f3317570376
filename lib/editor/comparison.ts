import "monaco-editor/features/diffEditor/register";
import { diffText } from "@/lib/collab/text-diff";
import type { CodeSession } from "./code-session";
import { type LineChange, readLineChange, replacements } from "./line-changes";
import { monaco } from "./monaco";
import type { CodeEditor, Decoration, Decorations, IDisposable, ModelEdit } from "./monaco-types";
import { comparisonOptions } from "./options";
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

/** A change, and what it would write where its lines were when the two were compared. */
interface Planned {
  change: LineChange;
  removed: string;
  insert: string;
}

const NOT_YET: ComparisonView = { changes: null, at: 0 };

export function openComparison(
  host: HTMLElement,
  session: CodeSession,
  kept: { text: string; language: string },
  look: Parameters<typeof comparisonOptions>[0],
): Comparison {
  const keptModel = monaco.editor.createModel(kept.text, kept.language);
  keptModel.setEOL(monaco.editor.EndOfLineSequence.LF);
  const diff = monaco.editor.createDiffEditor(host, comparisonOptions(look));
  diff.setModel({ original: session.model, modified: keptModel });
  const [file, aside] = [diff.getOriginalEditor(), diff.getModifiedEditor()];
  /** In the file they move with what others type. */
  const places = file.createDecorationsCollection();
  const marks = [file, aside].map((editor) => editor.createDecorationsCollection());
  const listeners = new Set<() => void>();
  let planned: Planned[] = [];
  let view = NOT_YET;

  const show = (at: number, changes = view.changes) => {
    view = { changes, at: Math.max(0, Math.min(at, (changes?.length ?? 0) - 1)) };
    mark(marks, view);
    for (const listener of listeners) listener();
  };
  const compared = () => {
    const lines = diff.getLineChanges();
    if (lines === null) return;
    const changes = lines.map(readLineChange);
    const texts = replacements(session.model.getValue(), keptModel.getValue(), changes);
    planned = changes.flatMap((change, index) => {
      const { removed = "", insert = "" } = texts[index] ?? {};
      return [{ change, removed, insert }];
    });
    places.set(toModelEdits(session.model, texts).map(({ range }) => tracked(range)));
    show(view.at, changes);
  };
  const pointed = (side: "file" | "aside", editor: CodeEditor) =>
    editor.onDidChangeCursorPosition(({ reason, position }) => {
      const at = reason === EXPLICIT ? changeAt(view, side, position.lineNumber - 1) : -1;
      if (at >= 0) show(at);
    });
  const take = (index: number): ModelEdit[] => {
    const [plan, range] = [planned[index], places.getRange(index)];
    if (plan === undefined || range === null || session.model.getValueInRange(range) !== plan.removed)
      return [];
    const start = session.model.getOffsetAt(range.getStartPosition());
    const small = diffText(plan.removed, plan.insert);
    return toModelEdits(
      session.model,
      small.map((change) => ({ ...change, start: change.start + start })),
    );
  };
  const parts = [
    diff.onDidUpdateDiff(compared),
    pointed("file", file),
    pointed("aside", aside),
    diff,
    keptModel,
  ];
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
      const asked = which === "all" ? planned.map((_, index) => index) : [view.at];
      const edits = asked.map(take).filter((edit) => edit.length > 0);
      const undo = session.write(edits.flat());
      return undo === null ? null : { count: edits.length, asked: asked.length, undo };
    },
    dispose() {
      listeners.clear();
      diff.setModel(null);
      for (const part of parts) part.dispose();
    },
  };
}

const tracked = (range: Decoration["range"]): Decoration => ({
  range,
  options: { stickiness: NEVER_GROWS },
});

const linesOf = (change: LineChange, side: "file" | "aside"): [from: number, to: number] =>
  side === "file" ? [change.from, change.to] : [change.keptFrom, change.keptTo];

function changeAt({ changes }: ComparisonView, side: "file" | "aside", line: number): number {
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
