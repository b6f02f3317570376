import type { Severity } from "@/lib/contracts/findings";
import type { PlacedFinding } from "./findings-marks";
import type { CodeEditor } from "./monaco-types";
import type { PersonPlace } from "./remote-carets";

/** px; the height of a line of code. */
const ROW = 20;

export interface RailPerson {
  clientId: number;
  name: string;
  slot: number | undefined;
  line: number;
  /** Share of the text above the place, 0 to 1. */
  at: number;
  /** The edge of the window they are beyond; null: on show. */
  beyond: "up" | "down" | null;
}

export interface RailProblem {
  id: number;
  severity: Severity;
  at: number;
}

/** What the rail shows; shares of the whole text, 0 to 1. Immutable. */
export interface RailView {
  people: readonly RailPerson[];
  problems: readonly RailProblem[];
  top: number;
  height: number;
}

export interface Rail {
  get(): RailView;
  subscribe(listener: () => void): () => void;
  /** Looks again, and tells when something is different. */
  update(places: readonly PersonPlace[], problems: readonly PlacedFinding[]): void;
}

export function createRail(editor: CodeEditor): Rail {
  let view: RailView = { people: [], problems: [], top: 0, height: 1 };
  let seen = "";
  const listeners = new Set<() => void>();
  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update(places, problems) {
      const next = readView(editor, places, problems);
      const look = JSON.stringify(next);
      if (look === seen) return;
      seen = look;
      view = next;
      for (const listener of listeners) listener();
    },
  };
}

function readView(
  editor: CodeEditor,
  places: readonly PersonPlace[],
  placed: readonly PlacedFinding[],
): RailView {
  const whole = Math.max(1, editor.getScrollHeight());
  const top = editor.getScrollTop();
  const { height } = editor.getLayoutInfo();
  const people = places.map(({ person, position }): RailPerson => {
    const y = editor.getTopForPosition(position.lineNumber, position.column);
    return {
      clientId: person.clientId,
      name: person.name,
      slot: person.slot,
      line: position.lineNumber,
      at: y / whole,
      beyond: y + ROW <= top ? "up" : y >= top + height ? "down" : null,
    };
  });
  const problems = placed.map(({ finding, start }): RailProblem => {
    const y = editor.getTopForLineNumber(start.lineNumber);
    return { id: finding.id, severity: finding.severity, at: y / whole };
  });
  return { people, problems, top: top / whole, height: Math.min(1, height / whole) };
}
