import type { FindingChange, FindingsEvent, LiveFinding } from "@/lib/contracts/findings";

/** What is known of a file's findings. Immutable. */
export interface FindingsState {
  /** Open ones, without those that this page is just telling the server of. */
  items: readonly LiveFinding[];
  /** When they were looked for, in milliseconds since 1970; null: not yet. */
  checkedAt: number | null;
  /** As the server told them last. */
  told: readonly LiveFinding[];
  /** Applied or dismissed here while the server does not know it yet. */
  leaving: ReadonlySet<number>;
  /** Of what was told last; what comes late is older. */
  revision: number;
}

export type FindingsStep =
  | { kind: "told"; event: FindingsEvent }
  /** The connection is gone: what is told next is right, whatever its revision. */
  | { kind: "away" }
  /** One that the assistant has just found; the server tells all again later. */
  | { kind: "found"; finding: LiveFinding }
  /** The server is being told what became of one. */
  | { kind: "changing"; change: FindingChange }
  /** It knows now, or refused. */
  | { kind: "changed"; id: number; done: boolean };

export const NO_FINDINGS: FindingsState = {
  items: [],
  checkedAt: null,
  told: [],
  leaving: new Set(),
  revision: -1,
};

export function stepFindings(state: FindingsState, step: FindingsStep): FindingsState {
  const { told, leaving } = state;
  switch (step.kind) {
    case "told": {
      const { analyzed_at, items, revision } = step.event;
      if (revision < state.revision) return state;
      const checkedAt = analyzed_at === null ? null : Date.parse(analyzed_at);
      return view({ ...state, told: items, checkedAt, revision });
    }
    case "away":
      return { ...state, revision: -1 };
    case "found":
      return view({ ...state, told: [...without(told, step.finding.id), step.finding] });
    case "changing": {
      const next = new Set(leaving);
      if (step.change.status === "open") next.delete(step.change.id);
      else next.add(step.change.id);
      return view({ ...state, leaving: next });
    }
    case "changed": {
      const next = new Set(leaving);
      const left = next.delete(step.id);
      return view({ ...state, told: step.done && left ? without(told, step.id) : told, leaving: next });
    }
  }
}

const without = (items: readonly LiveFinding[], id: number): LiveFinding[] =>
  items.filter((item) => item.id !== id);

function view(state: FindingsState): FindingsState {
  const { told, leaving } = state;
  return { ...state, items: leaving.size === 0 ? told : told.filter(({ id }) => !leaving.has(id)) };
}
