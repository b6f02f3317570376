import type { CodeRun, RunEvent } from "@/lib/contracts/run";

/** The last run of a file, as servers and pages have it. */
export interface RunState {
  run: CodeRun | null;
  /** Some of its output was missed: ask for the state. */
  lacks: boolean;
}

export const NO_RUN: RunState = { run: null, lacks: false };

/** What an event makes of the state. Ids of a file's runs grow, so what comes late from another process is known for it. */
export function stepRun(state: RunState, event: RunEvent): RunState {
  if (event.kind === "state") return { run: event.run, lacks: false };
  const { run } = state;
  if (event.kind === "started") {
    return run !== null && run.id >= event.run.id ? state : { run: event.run, lacks: false };
  }
  if (run === null || run.id < event.run_id) return { ...state, lacks: true };
  if (run.id > event.run_id || run.status !== "running") return state;
  const known = run.lines.length;
  if (event.at > known) return { ...state, lacks: true };
  if (event.kind === "ended") {
    const { status, stopped_by, ended_at } = event;
    return { ...state, run: { ...run, status, stopped_by, ended_at } };
  }
  if (event.at + event.lines.length <= known) return state; // a sign that it goes on, or told before
  return { ...state, run: { ...run, lines: [...run.lines.slice(0, event.at), ...event.lines] } };
}
