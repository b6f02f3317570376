import type { LiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import { REQUESTS } from "@/lib/contracts/features";
import { fileNotFound, isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { Analysers } from "../problem";
import { createAnalysis } from "./analyse";
import { anchorProblems } from "./anchor-problems";
import { freezeText } from "./anchors";
import { createChanges } from "./change-finding";
import { replaceOfCodeRun } from "./code-run-finding";
import { plainFinding } from "./place-findings";
import type { FindingStore, Findings } from "./ports";
import { addOfRun } from "./reconcile";
import { createSchedule, type ScheduleTimes } from "./schedule";
import { createTelling } from "./telling";
import { createSharedWork } from "./turns";
import { createUncheckedFiles } from "./unchecked-files";

export interface FindingsDeps {
  engine: LiveEngine;
  features: LiveFeatures;
  store: FindingStore;
  analysers: Analysers;
  logger: Logger;
  times?: ScheduleTimes;
}

/**
 * Findings of files: analysed when their text has changed and somebody has them open, kept, and told to everybody in them.
 * `stop` it before the analysers.
 */
export function createFindings(deps: FindingsDeps): Findings {
  const { engine, features, store, logger } = deps;
  const telling = createTelling(deps);
  const unchecked = createUncheckedFiles(store);
  const analysis = createAnalysis({ ...deps, store: { ...store, read: unchecked.read }, telling });
  const schedule = createSchedule(async (fileId, goOn) => {
    if (!engine.isWatched(fileId)) return;
    try {
      await analysis.run(fileId, goOn);
    } catch (error) {
      if (isAppError(error) && error.code === "not_found") return; // deleted meanwhile
      logger.warn({ err: error, file: fileId }, "a file could not be analysed");
      schedule.failed(fileId);
    }
  }, deps.times);
  const stateOf = createSharedWork(async (fileId) => {
    const kept = await unchecked.read(fileId);
    if (kept === null) return null;
    const { event, version } = await telling.eventOf(kept);
    if (!unchecked.has(fileId) && !analysis.isDone(kept, version)) schedule.missed(fileId);
    return event;
  });
  features.state("findings", async (fileId) => {
    const payload = await stateOf(fileId);
    return payload && { name: "findings", payload };
  });
  features.watch((fileId, what, by) => {
    if (what.kind === "rows") {
      if (!unchecked.has(fileId)) schedule.moved(fileId, by);
    } else if (what.kind === "renamed") {
      unchecked.forget(fileId);
      schedule.moved(fileId, by);
    } else if (what.kind === "feature" && what.event.name === "findings") {
      unchecked.forget(fileId);
      if (by === "elsewhere") schedule.analysed(fileId);
    }
  });
  const changes = createChanges({ ...deps, telling });
  features.answer(REQUESTS.findings, {
    action: "findings:change",
    handle: async (caller, { id, status }) => ({
      status: (await changes.mark(caller.fileId, id, status, caller)).status,
    }),
  });
  features.answer(REQUESTS.findingsCheck, {
    action: "findings:read",
    async handle({ fileId }) {
      analysis.forget(fileId);
      schedule.missed(fileId);
      return {};
    },
  });

  const read = async (fileId: number) => {
    const kept = await store.read(fileId);
    if (kept === null) throw fileNotFound();
    return kept;
  };
  return {
    ...changes,
    freeze: (fileId) => engine.read(fileId, freezeText),
    async addOfRun(fileId, run, frozen, problems) {
      const found = anchorProblems(frozen, problems, `run ${run}`);
      const added = await telling.change(fileId, (kept) => addOfRun(kept, run, frozen.version, found));
      const keys = new Map(
        added.stored.findings.filter((row) => row.run === run).map(({ id, key }) => [key, id]),
      );
      return found.flatMap(
        ({ key }) => added.placed.find(({ live }) => live.id === keys.get(key))?.live ?? [],
      );
    },
    async replaceOfRun(fileId, problem) {
      const frozen = await engine.read(fileId, freezeText);
      await telling.change(fileId, (kept) => replaceOfCodeRun(kept, frozen, problem));
    },
    async open(fileId) {
      const { event } = await telling.eventOf(await read(fileId));
      return event.items.map(plainFinding);
    },
    diagnose: analysis.diagnose,
    stop: schedule.stop,
  };
}
