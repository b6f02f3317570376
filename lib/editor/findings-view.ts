import { CHECKED_CHARACTERS_MAX, CHECKED_LINES_MAX } from "@/lib/contracts/limits";
import type { FindingHint } from "./findings-hint";
import type { FindingMarks, PlacedFinding } from "./findings-marks";
import { findingsAt } from "./findings-order";
import type { CodeEditor, TextModel } from "./monaco-types";

/** What is found in the text that is on show. Immutable. */
export interface FindingsView {
  placed: readonly PlacedFinding[];
  /** In the caret's line; the first is told beside it. Empty while one only reads, or is not in the code yet. */
  atCaret: readonly PlacedFinding[];
  /** So long that only its syntax is checked. */
  large: boolean;
  /** Another number once the text is another. */
  revision: number;
}

export interface DrawnFindings {
  get(): FindingsView;
  subscribe(listener: () => void): () => void;
  /** One is in the code from now on: what is found in the caret's line is told beside it. */
  enter(): void;
  /** Brings marks and hint up to date; once in an animation frame. */
  draw(): void;
}

/** Marks and the line beside the caret, drawn together, and told to whoever shows them elsewhere. */
export function drawFindings(parts: {
  editor: CodeEditor;
  model: TextModel;
  marks: FindingMarks;
  hint: FindingHint;
  editable(): boolean;
}): DrawnFindings {
  const { editor, model, marks, hint, editable } = parts;
  const listeners = new Set<() => void>();
  let view: FindingsView = { placed: [], atCaret: [], large: false, revision: 0 };
  let entered = editor.hasTextFocus();
  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    enter() {
      entered = true;
    },
    draw() {
      const moved = marks.draw();
      const atCaret = readCaret(editor, marks, entered && editable());
      const revision = model.getVersionId();
      if (!moved && revision === view.revision && isSame(atCaret, view.atCaret)) return;
      view = { placed: marks.placed, atCaret, large: isLarge(model), revision };
      hint.show(atCaret[0]?.start.lineNumber ?? null);
      for (const listener of listeners) listener();
    },
  };
}

const isLarge = (model: TextModel): boolean =>
  model.getLineCount() > CHECKED_LINES_MAX || model.getValueLength() > CHECKED_CHARACTERS_MAX;

function readCaret(editor: CodeEditor, marks: FindingMarks, shown: boolean): PlacedFinding[] {
  const caret = editor.getPosition();
  return shown && caret !== null ? findingsAt(marks.placed, caret) : [];
}

const isSame = (a: readonly PlacedFinding[], b: readonly PlacedFinding[]): boolean =>
  a.length === b.length && a.every((each, at) => each === b[at]);
