import type { CodeRun, RunEvent } from "@/lib/contracts/run";

/** The last run of a file, as servers and pages have it. */
export interface RunState {
  run: CodeRun | null;
  /** Some of its output was missed: ask for the state. */
  lacks: boolean;
}

export const NO_RUN: RunState = { run: null, lacks: false };

/**
 * What an event makes of the state. Of two runs that began at once in two processes the one with the smaller id stays, in
 * whichever order they are heard of.
 */
export function stepRun(state: RunState, event: RunEvent): RunState {
  if (event.kind === "state") return { run: event.run, lacks: false };
  const { run } = state;
  if (event.kind === "started") {
    const kept = run !== null && run.status === "running" && run.id < event.run.id;
    return kept ? state : { run: event.run, lacks: false };
  }
  if (run === null || run.id !== event.run_id || run.status !== "running") return state;
  if (event.kind === "ended") {
    const { status, stopped_by, ended_at } = event;
    return { ...state, run: { ...run, status, stopped_by, ended_at } };
  }
  if (event.at > run.lines.length) return { ...state, lacks: true };
  return { ...state, run: { ...run, lines: [...run.lines.slice(0, event.at), ...event.lines] } };
}
