import type { AppliedFix, FindingChange, FindingsEvent, LiveFinding } from "@/lib/contracts/findings";

/** How long it is shown who applied a fix. */
export const APPLIED_SHOWN_MS = 20_000;

export interface ShownApplied extends AppliedFix {
  /** When this page heard of it, in milliseconds since 1970. */
  since: number;
}

/** What is known of a file's findings. Immutable. */
export interface FindingsState {
  /** Open ones, without those that this page is just telling the server of. */
  items: readonly LiveFinding[];
  /** Fixes that were made a moment ago, the oldest first. */
  applied: readonly ShownApplied[];
  /** When they were looked for, in milliseconds since 1970; null: not yet. */
  checkedAt: number | null;
  /** Some analysers did not come to an end: the list may lack something. */
  unfinished: boolean;
  /** As the server told them last. */
  told: readonly LiveFinding[];
  /** Applied or dismissed here while the server does not know it yet. */
  leaving: ReadonlySet<number>;
  /** Of what was told last; what comes late is older. */
  revision: number;
}

export type FindingsStep =
  | { kind: "told"; event: FindingsEvent; now: number }
  /** The connection is gone: what is told next is right, whatever its revision. */
  | { kind: "away" }
  /** One that the assistant has just found; the server tells all again later. */
  | { kind: "found"; finding: LiveFinding }
  /** The server is being told what became of one. */
  | { kind: "changing"; change: FindingChange }
  /** It knows now, or refused. */
  | { kind: "changed"; id: number; done: boolean }
  /** Time has passed. */
  | { kind: "aged"; now: number };

export const NO_FINDINGS: FindingsState = {
  items: [],
  applied: [],
  checkedAt: null,
  unfinished: false,
  told: [],
  leaving: new Set(),
  revision: -1,
};

export function stepFindings(state: FindingsState, step: FindingsStep): FindingsState {
  const { told, leaving } = state;
  switch (step.kind) {
    case "told":
      return step.event.revision < state.revision ? state : hear(state, step.event, step.now);
    case "away":
      return { ...state, revision: -1 };
    case "found":
      return view({ ...state, told: [...without(told, step.finding.id), step.finding] });
    case "changing": {
      const { id, status } = step.change;
      const next = new Set(leaving);
      if (status !== "open") return view({ ...state, leaving: next.add(id) });
      next.delete(id);
      return view({ ...state, applied: without(state.applied, id), leaving: next });
    }
    case "changed": {
      const next = new Set(leaving);
      const left = next.delete(step.id);
      return view({ ...state, told: step.done && left ? without(told, step.id) : told, leaving: next });
    }
    case "aged":
      return { ...state, applied: state.applied.filter(({ since }) => step.now < since + APPLIED_SHOWN_MS) };
  }
}

function hear(state: FindingsState, event: FindingsEvent, now: number): FindingsState {
  const { analyzed_at, items, missing, revision } = event;
  const isOpen = (id: number) => items.some((item) => item.id === id);
  const fresh = event.applied.filter(({ id }) => !state.applied.some((one) => one.id === id));
  const applied = [...state.applied, ...fresh.map((one) => ({ ...one, since: now }))];
  return view({
    ...state,
    told: items,
    applied: applied.filter(({ id }) => !isOpen(id)),
    checkedAt: analyzed_at === null ? null : Date.parse(analyzed_at),
    unfinished: missing.length > 0,
    revision,
  });
}

const without = <Item extends { id: number }>(items: readonly Item[], id: number): Item[] =>
  items.filter((item) => item.id !== id);

function view(state: FindingsState): FindingsState {
  const { told, leaving } = state;
  return { ...state, items: leaving.size === 0 ? told : told.filter(({ id }) => !leaving.has(id)) };
}
