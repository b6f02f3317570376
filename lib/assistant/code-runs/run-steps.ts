import type { Caller } from "@/lib/collab/live-features";
import {
  type CodeRun,
  RUN_LINES_MAX,
  RUN_OUTPUT_MAX,
  type RunEvent,
  type RunLanguage,
  type RunLine,
} from "@/lib/contracts/run";
import { AppError } from "@/lib/errors";
import type { KeptRun } from "./ports";

/** What requests make of the last run of a file, as the events that are told; none: nothing. They throw to refuse. */

type Ended = Extract<RunEvent, { kind: "ended" }>;

/** A run whose page has said nothing for `goneMs` is in nobody's way. */
export function started(
  kept: KeptRun | null,
  { userId, username }: Caller,
  language: RunLanguage,
  goneMs: number,
): Extract<RunEvent, { kind: "started" }> {
  if (kept?.run.status === "running" && kept.silentMs < goneMs) {
    throw new AppError("conflict", `${kept.run.by.name} is running this file. Stop that run, or wait.`);
  }
  const run: CodeRun = {
    id: (kept?.run.id ?? 0) + 1,
    language,
    by: { id: userId, name: username },
    started_at: new Date().toISOString(),
    ended_at: null,
    status: "running",
    stopped_by: null,
    lines: [],
  };
  return { kind: "started", run };
}

/** `at`: how many lines were sent before; those that are sent once more, since an answer was lost, are passed over. */
export function printed(run: CodeRun, at: number, lines: readonly RunLine[]): RunEvent[] {
  const known = run.lines.length;
  if (at > known) throw new AppError("bad_request", "Some lines before these have not come.");
  const fresh = lines.slice(known - at);
  const fitting = withinLimits(run, fresh);
  const output: RunEvent = { kind: "output", run_id: run.id, at: known, lines: fitting };
  const after = { ...run, lines: [...run.lines, ...fitting] };
  return fitting.length < fresh.length ? [output, ended(after, "output")] : [output];
}

export function ended({ id, lines }: CodeRun, status: Ended["status"], by: string | null = null): Ended {
  const ended_at = new Date().toISOString();
  return { kind: "ended", run_id: id, at: lines.length, status, stopped_by: by, ended_at };
}

/** Only who started it says what it prints. */
export function ownRun(kept: KeptRun | null, { userId }: Caller, id: number): CodeRun {
  const run = kept?.run;
  if (run === undefined || run.id !== id || run.by.id !== userId || run.status !== "running")
    throw new AppError("not_found", "This run has ended.");
  return run;
}

function withinLimits(run: CodeRun, lines: readonly RunLine[]): RunLine[] {
  let left = RUN_OUTPUT_MAX - run.lines.reduce((sum, { text }) => sum + text.length, 0);
  const room = RUN_LINES_MAX - run.lines.length;
  const end = lines.findIndex(({ text }, index) => {
    left -= text.length;
    return index >= room || left < 0;
  });
  return lines.slice(0, end < 0 ? undefined : end);
}
