import type * as Y from "yjs";
import { findAnchors, type Stretch } from "@/lib/assistant/findings/anchors";
import type { LiveFinding } from "@/lib/contracts/findings";
import type { CodeEditor, Decoration, IDisposable, IPosition, IRange, TextModel } from "./monaco-types";

/** `monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges` */
const NEVER_GROWS = 1;

/** A finding and where its mark is now. */
export interface PlacedFinding {
  finding: LiveFinding;
  start: IPosition;
  /** In the same line: of a stretch over several lines only the first is marked. */
  end: IPosition;
}

/** Text in Monaco's Markdown with links to commands. */
export interface HoverText {
  value: string;
  isTrusted: { enabledCommands: readonly string[] };
}

export interface FindingMarks extends IDisposable {
  /** In the order they were given; the same list until something of it is different. */
  readonly placed: readonly PlacedFinding[];
  set(items: readonly LiveFinding[]): void;
  /** Looks again at what was given, such as with other words. */
  refresh(): void;
  /** Brings the marks up to date; once in an animation frame. True: `placed` is another list. */
  draw(): boolean;
}

interface Mark {
  finding: LiveFinding;
  range: IRange;
}

/**
 * Squiggles under what was found. Their places come from the shared text; between two analyses Monaco moves them along
 * with it, and one whose text was deleted is gone.
 */
export function markFindings(parts: {
  text: Y.Text;
  editor: CodeEditor;
  model: TextModel;
  hover(finding: LiveFinding): HoverText;
  ask(): void;
}): FindingMarks {
  const { text, editor, model, hover, ask } = parts;
  const collection = editor.createDecorationsCollection();
  let items: readonly LiveFinding[] = [];
  let marks: Mark[] = [];
  let placed: readonly PlacedFinding[] = [];
  let seen = "[]";
  /** The places are to be read anew. */
  let stale = false;

  const place = () => {
    const stretches = findAnchors(
      text,
      items.map(({ anchor }) => anchor),
    );
    const found = items.map((finding, at) => toMark(model, finding, stretches[at] ?? null));
    stale = found.includes(null); // some text is still on the way
    marks = found.filter((mark) => mark !== null && mark !== "gone");
    collection.set(marks.map(({ finding, range }) => toDecoration(finding, range, hover(finding))));
  };
  const refresh = () => {
    stale = true;
    ask();
  };
  const listener = model.onDidChangeContent(ask);
  return {
    get placed() {
      return placed;
    },
    set(next) {
      items = next;
      refresh();
    },
    refresh,
    draw() {
      if (stale) place();
      const next = marks.flatMap(({ finding }, at) => toPlaced(finding, collection.getRange(at)));
      const look = JSON.stringify(next);
      if (look === seen) return false;
      seen = look;
      placed = next;
      return true;
    },
    dispose() {
      listener.dispose();
      collection.clear();
    },
  };
}

/** Null: the text does not hold the place yet. */
function toMark(model: TextModel, finding: LiveFinding, place: Stretch): Mark | "gone" | null {
  if (place === null) return null;
  const wasEmpty = finding.start.line === finding.end.line && finding.start.column === finding.end.column;
  if (place.start === place.end && !wasEmpty) return "gone";
  const start = model.getPositionAt(place.start);
  const end = model.getPositionAt(place.end);
  const lineEnd = model.getLineMaxColumn(start.lineNumber);
  const endColumn = end.lineNumber > start.lineNumber ? lineEnd : end.column;
  return { finding, range: atLeastOneWide(start, endColumn, lineEnd) };
}

/** What is missing somewhere is shown on the character there, else on the one before. */
function atLeastOneWide({ lineNumber, column }: IPosition, endColumn: number, lineEnd: number): IRange {
  const isEmpty = column === endColumn;
  const startColumn = isEmpty && column === lineEnd ? Math.max(1, column - 1) : column;
  return {
    startLineNumber: lineNumber,
    startColumn,
    endLineNumber: lineNumber,
    endColumn: isEmpty ? Math.min(lineEnd, startColumn + 1) : endColumn,
  };
}

function toPlaced(finding: LiveFinding, range: IRange | null): PlacedFinding[] {
  if (range === null) return [];
  const { startLineNumber, startColumn, endLineNumber, endColumn } = range;
  const isEmpty = startLineNumber === endLineNumber && startColumn === endColumn;
  if (isEmpty && startColumn > 1) return []; // deleted; in an empty line nothing can be marked
  return [
    {
      finding,
      start: { lineNumber: startLineNumber, column: startColumn },
      end: { lineNumber: endLineNumber, column: endColumn },
    },
  ];
}

const toDecoration = (finding: LiveFinding, range: IRange, hoverMessage: HoverText): Decoration => ({
  range,
  options: {
    stickiness: NEVER_GROWS,
    inlineClassName: `sq sq-${finding.severity}`,
    hoverMessage,
  },
});
