import { createRecentMap } from "@/lib/access/recent-map";
import type { Caller, LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import {
  type CodeRun,
  RUN_GONE_MS,
  RUN_LINES_MAX,
  RUN_OUTPUT_MAX,
  type RunEnd,
  type RunEvent,
  type RunLanguage,
  type RunLine,
} from "@/lib/contracts/run";
import { AppError } from "@/lib/errors";
import type { Findings } from "../findings/ports";
import { NO_RUN, type RunState, stepRun } from "./run-state";

/** Files whose last run this process remembers: at most a quarter of a megabyte of output each. */
const FILES_MAX = 200;
/** Ids grow with time; the last digits tell runs of one moment apart. */
const IDS_PER_MS = 1_000;

interface Deps {
  engine: Pick<LiveEngine, "tell">;
  features: LiveFeatures;
  findings: Pick<Findings, "replaceOfRun">;
  goneMs?: number;
}

/**
 * Running code: what everybody in a file sees of it. Nothing is executed here, only the page of who started it does. Each
 * process keeps the last run of the files it has open, fed by the events of all; a process that opens a file later, or
 * starts anew, knows nothing of earlier runs. Call once.
 */
export function serveCodeRuns({ engine, features, findings, goneMs = RUN_GONE_MS }: Deps): void {
  const states = createRecentMap<RunState>(FILES_MAX);
  const timers = new Map<number, NodeJS.Timeout>();
  const stateOf = (fileId: number) => states.get(String(fileId)) ?? NO_RUN;
  const { name } = FEATURE_EVENTS.run;

  const step = (fileId: number, event: RunEvent) => {
    const next = stepRun(stateOf(fileId), event);
    states.set(String(fileId), next);
    clearTimeout(timers.get(fileId));
    timers.delete(fileId);
    if (next.run?.status !== "running") return;
    const { id } = next.run;
    timers.set(fileId, setTimeout(() => end(fileId, id, "lost"), goneMs).unref());
  };
  const tell = (fileId: number, payload: RunEvent) => {
    step(fileId, payload);
    engine.tell(fileId, { name, payload });
  };
  const end = (
    fileId: number,
    run_id: number,
    status: RunEnd["status"] | "lost" | "stopped",
    by?: string,
  ) => {
    const ended_at = new Date().toISOString();
    tell(fileId, { kind: "ended", run_id, status, stopped_by: by ?? null, ended_at });
  };

  features.watch((fileId, what, by) => {
    if (by === "elsewhere" && what.kind === "feature" && what.event.name === name)
      step(fileId, what.event.payload);
  });
  features.state(name, async (fileId) => ({ name, payload: { kind: "state", run: stateOf(fileId).run } }));
  features.answer(REQUESTS.runStart, {
    action: "run:start",
    async handle(caller, { language }) {
      const { run } = stateOf(caller.fileId);
      if (run?.status === "running") {
        throw new AppError("conflict", `${run.by.name} is running this file. Stop that run, or wait.`);
      }
      const started = newRun(caller, language);
      tell(caller.fileId, { kind: "started", run: started });
      return { run_id: started.id };
    },
  });
  features.answer(REQUESTS.runOutput, {
    action: "run:start",
    async handle(caller, { run_id, lines }) {
      const run = ownRun(stateOf(caller.fileId), caller, run_id);
      const fitting = withinLimits(run, lines);
      tell(caller.fileId, { kind: "output", run_id, at: run.lines.length, lines: fitting });
      if (fitting.length < lines.length) end(caller.fileId, run_id, "output");
      return {};
    },
  });
  features.answer(REQUESTS.runEnd, {
    action: "run:start",
    async handle(caller, { run_id, status, problem }) {
      ownRun(stateOf(caller.fileId), caller, run_id);
      end(caller.fileId, run_id, status);
      await findings.replaceOfRun(caller.fileId, problem);
      return {};
    },
  });
  features.answer(REQUESTS.runStop, {
    action: "run:stop",
    async handle({ fileId, username }, { run_id }) {
      const { run } = stateOf(fileId);
      if (run?.id === run_id && run.status === "running") end(fileId, run_id, "stopped", username);
      return {};
    },
  });
}

function newRun({ userId, username }: Caller, language: RunLanguage): CodeRun {
  const now = Date.now();
  return {
    id: now * IDS_PER_MS + Math.floor(Math.random() * IDS_PER_MS),
    language,
    by: { id: userId, name: username },
    started_at: new Date(now).toISOString(),
    ended_at: null,
    status: "running",
    stopped_by: null,
    lines: [],
  };
}

/** Only who started it says what it prints. */
function ownRun({ run }: RunState, { userId }: Caller, id: number): CodeRun {
  if (run === null || run.id !== id || run.by.id !== userId || run.status !== "running")
    throw new AppError("not_found", "This run has ended.");
  return run;
}

function withinLimits(run: CodeRun, lines: readonly RunLine[]): RunLine[] {
  let left = RUN_OUTPUT_MAX - run.lines.reduce((sum, { text }) => sum + text.length, 0);
  const room = RUN_LINES_MAX - run.lines.length;
  return lines.slice(0, room).filter(({ text }) => {
    left -= text.length;
    return left >= 0;
  });
}
