import type { Child } from "@/lib/assistant/analysers/child";
import { createPool } from "@/lib/assistant/analysers/pool";
import type { Program } from "@/lib/assistant/analysers/programs";
import type { Report } from "@/lib/assistant/analysers/report";
import { createStrikes } from "@/lib/assistant/analysers/strikes";
import { createTaskQueue, type Outcome, type Task, type Turn } from "@/lib/assistant/analysers/task-queue";
import type { Logger } from "@/lib/logger";

/** Trap: a timer may fire up to a millisecond before its time by the steady clock, and is not asked again. */
const TIMER_GRAIN_MS = 5;

export interface Supervisor {
  /** Never rejects. An aborted `signal` takes back a task that still waits. */
  run(task: Task, signal: AbortSignal): Promise<Outcome>;
  /** Ends the processes; who waits is told that nothing was found by `program`. Idempotent. */
  stop(): Promise<void>;
}

/** Gives the processes of one program a task at a time each, and remembers who did not come to an end with which. */
export function createSupervisor(program: Program, logger: Logger): Supervisor {
  const nothing: Outcome = { kind: "done", problems: [], missing: [program.name], settled: false };
  const queue = createTaskQueue(nothing);
  const strikes = createStrikes();
  const pool = createPool(program, logger, dispatch);
  let nextId = 1;
  let stopped = false;

  function dispatch(): void {
    for (const child of pool.idle()) {
      const next = queue.take();
      if (next === undefined) break;
      void give(child, next);
    }
    pool.start();
    if (queue.size > 0) pool.help();
  }

  async function give(child: Child, { task, settle }: Turn): Promise<void> {
    const { key, hash, input, large } = task;
    const off = strikes.off(key, hash);
    if (off.includes(program.name)) {
      settle(nothing);
      return dispatch();
    }
    const lateness = setTimeout(dispatch, program.lateAfterMs + TIMER_GRAIN_MS);
    const report = await child.run({ id: nextId++, ...input, large, off }, ({ problems }) =>
      task.onFound([...problems]),
    );
    clearTimeout(lateness);
    if (report.unheard.length === 0) pool.works();
    for (const culprit of report.culprits) {
      strikes.add(key, hash, culprit);
      logger.warn({ analyser: culprit, characters: input.text.length }, "an analyser did not finish");
    }
    settle(outcomeOf(report, off));
    pool.endSpareLater();
  }

  return {
    async run(task, signal) {
      if (stopped) return nothing;
      const outcome = queue.add(task, signal);
      dispatch();
      return outcome;
    },
    async stop() {
      stopped = true;
      queue.clear();
      await pool.stop();
    },
  };
}

function outcomeOf({ problems, skipped, culprits, unheard }: Report, off: string[]): Outcome {
  const broken = culprits.length > 0 || unheard.length > 0;
  return {
    kind: "done",
    problems,
    missing: [...skipped, ...culprits, ...unheard],
    settled: !broken && off.length === 0,
  };
}
