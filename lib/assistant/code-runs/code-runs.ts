import type { RateLimiter } from "@/lib/access/rate-limiter";
import { RUN_START_LIMIT } from "@/lib/access/rate-limits";
import type { LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import { FEATURE_EVENTS, REQUESTS } from "@/lib/contracts/features";
import { type CodeRun, RUN_GONE_MS, type RunEvent } from "@/lib/contracts/run";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { Findings } from "../findings/ports";
import { createFileTurns, createSharedWork } from "../findings/turns";
import type { CodeRunStore, KeptRun } from "./ports";
import { stepRun } from "./run-state";
import { ended, ownRun, printed, started } from "./run-steps";
import { createSilentRuns } from "./silent-runs";

interface Deps {
  engine: Pick<LiveEngine, "tell" | "isWatched">;
  features: LiveFeatures;
  findings: Pick<Findings, "replaceOfRun">;
  store: CodeRunStore;
  limiter: RateLimiter;
  logger: Logger;
  goneMs?: number;
}

/**
 * Running code: what everybody in a file sees of it. Nothing is executed here, only the page of who started it does. The
 * last run of each file is kept in the database, so every process knows it, also one that opens the file later or goes on
 * where another one has died. Call once.
 */
export function serveCodeRuns(deps: Deps): void {
  const { features, findings, limiter } = deps;
  const { name } = FEATURE_EVENTS.run;
  const { change, read, heard } = createKeptRuns(deps);
  features.watch((fileId, what, by) => {
    if (by === "elsewhere" && what.kind === "feature" && what.event.name === name)
      heard(fileId, what.event.payload);
  });
  features.state(name, async (fileId) => ({ name, payload: { kind: "state", run: await read(fileId) } }));
  features.answer(REQUESTS.runStart, {
    action: "run:start",
    async handle(caller, { language }) {
      const taken = await limiter.take(RUN_START_LIMIT, String(caller.userId));
      if (!taken.allowed)
        throw new AppError("too_many_requests", `Too many runs. Wait ${taken.retryAfterSeconds} seconds.`);
      const run = await change(caller.fileId, (kept, goneMs) => [started(kept, caller, language, goneMs)]);
      if (run === null) throw new AppError("not_found", "This file was deleted.");
      return { run_id: run.id };
    },
  });
  features.answer(REQUESTS.runOutput, {
    action: "run:start",
    async handle(caller, { run_id, at, lines }) {
      await change(caller.fileId, (kept) => printed(ownRun(kept, caller, run_id), at, lines));
      return {};
    },
  });
  features.answer(REQUESTS.runEnd, {
    action: "run:start",
    async handle(caller, { run_id, status, problem }) {
      await change(caller.fileId, (kept) => [ended(ownRun(kept, caller, run_id), status)]);
      await findings.replaceOfRun(caller.fileId, problem);
      return {};
    },
  });
  features.answer(REQUESTS.runStop, {
    action: "run:stop",
    async handle({ fileId, username }, { run_id }) {
      await change(fileId, (kept) =>
        kept?.run.id === run_id && kept.run.status === "running"
          ? [ended(kept.run, "stopped", username)]
          : [],
      );
      return {};
    },
  });
}

/** What is kept of runs, changed and then told (I2); one whose page says nothing any more is ended as lost. */
function createKeptRuns({ engine, store, logger, goneMs = RUN_GONE_MS }: Deps) {
  const inTurn = createFileTurns();
  const keep = async (
    fileId: number,
    decide: (kept: KeptRun | null, goneMs: number) => readonly RunEvent[],
  ): Promise<KeptRun | null> =>
    inTurn(fileId, async () => {
      let events: readonly RunEvent[] = [];
      const kept = await store.change(fileId, (before) => {
        events = decide(before, goneMs);
        if (events.length === 0) return null;
        return events.reduce(stepRun, { run: before?.run ?? null, lacks: false }).run;
      });
      for (const payload of kept === null ? [] : events) {
        silentRuns.heard(fileId, payload);
        engine.tell(fileId, { name: FEATURE_EVENTS.run.name, payload });
      }
      return kept;
    });
  const endSilent = async (fileId: number): Promise<CodeRun | null> => {
    const kept = await keep(fileId, (before) =>
      before?.run.status === "running" && before.silentMs >= goneMs ? [ended(before.run, "lost")] : [],
    );
    return kept === null ? null : expected(fileId, kept);
  };
  const expected = (fileId: number, { run, silentMs }: KeptRun): CodeRun => {
    if (run.status === "running") silentRuns.expect(fileId, run, goneMs - silentMs);
    return run;
  };
  const silentRuns = createSilentRuns(goneMs, (fileId) => {
    // Where nobody has the file open any more, the next one who opens it finds out.
    if (!engine.isWatched(fileId)) return;
    endSilent(fileId).catch((error: unknown) => {
      logger.warn({ err: error, file: fileId }, "whether a run goes on could not be told");
      silentRuns.expect(fileId, { id: 0 }, goneMs);
    });
  });
  return {
    change: async (...asked: Parameters<typeof keep>) => (await keep(...asked))?.run ?? null,
    heard: silentRuns.heard,
    read: createSharedWork(async (fileId) => {
      const kept = await store.read(fileId);
      if (kept === null) return null;
      const isSilent = kept.run.status === "running" && kept.silentMs >= goneMs;
      return isSilent ? endSilent(fileId) : expected(fileId, kept);
    }),
  };
}
