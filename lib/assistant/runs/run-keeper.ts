import type { Logger } from "@/lib/logger";
import type { RunBounds } from "./bounds";
import type { LiveRun } from "./live-run";
import type { LostRun, RunRepository } from "./ports";

/** The runs that this process carries: kept as they go, their leases renewed, and stopped when another process asks. */
export interface RunKeeper {
  add(live: LiveRun): void;
  remove(live: LiveRun): void;
  find(runId: number): LiveRun | undefined;
  all(): LiveRun[];
  /** Ends its timers. Idempotent. */
  stop(): void;
}

interface RunKeeperDeps {
  runs: RunRepository;
  /** Other processes may want a run of ours stopped. */
  hasOthers: boolean;
  bounds: RunBounds;
  logger: Logger;
  /** A process has died, and with it these runs. */
  onLost(lost: readonly LostRun[]): void;
}

export const stoppedBy = (name: string): string => `${name} stopped it.`;

export function createRunKeeper({ runs, hasOthers, bounds, logger, onLost }: RunKeeperDeps): RunKeeper {
  const carried = new Map<number, LiveRun>();
  const saving = new Set<number>();
  let looking = false;
  let lastSave = 0;

  const failed = (err: unknown) => logger.warn({ err }, "runs could not be kept; it is tried again");
  const save = async (live: LiveRun) => {
    if (saving.has(live.id)) return; // the one before is not through
    saving.add(live.id);
    live.takeUnkept();
    const { text, finding_ids } = live.shown();
    try {
      const kept = await runs.save(live.id, text, finding_ids);
      if (kept === null) {
        if (carried.has(live.id)) live.abandon();
      } else if (kept.stopBy !== null) live.stop(stoppedBy(kept.stopBy));
    } finally {
      saving.delete(live.id);
    }
  };
  const look = async () => {
    if (looking || carried.size === 0) return;
    looking = true;
    try {
      for (const { id, stopBy } of await runs.stopsAmong([...carried.keys()]))
        carried.get(id)?.stop(stoppedBy(stopBy));
    } finally {
      looking = false;
    }
  };
  const tick = setInterval(() => {
    if (hasOthers) look().catch(failed);
    lastSave += bounds.look;
    if (lastSave < bounds.save) return;
    lastSave = 0;
    for (const live of carried.values()) save(live).catch(failed);
  }, bounds.look);
  const sweep = setInterval(() => {
    runs.endLost().then((lost) => {
      if (lost.length > 0) onLost(lost);
    }, failed);
  }, bounds.lost);
  for (const timer of [tick, sweep]) timer.unref();
  return {
    add: (live) => void carried.set(live.id, live),
    remove: (live) => void carried.delete(live.id),
    find: (runId) => carried.get(runId),
    all: () => [...carried.values()],
    stop() {
      clearInterval(tick);
      clearInterval(sweep);
    },
  };
}
