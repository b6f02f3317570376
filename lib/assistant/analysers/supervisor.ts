import { type Child, type Report, startChild } from "@/lib/assistant/analysers/child";
import type { Program } from "@/lib/assistant/analysers/programs";
import { createStrikes } from "@/lib/assistant/analysers/strikes";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";
import type { Logger } from "@/lib/logger";

/** At most this many processes of a program: one, and one more while that is stuck. */
const PROCESSES_MAX = 2;
/** The second one ends after so long without work. */
const SPARE_IDLE_MS = 30_000;
/** Trap: a timer may fire up to a millisecond before its time by the steady clock, and is not asked again. */
const TIMER_GRAIN_MS = 5;
/** How long a text may wait for its turn, also while the process starts on a busy machine. */
const WAIT_LIMIT_MS = 30_000;
const BACKOFF_MS = 250;
const BACKOFF_MAX_MS = 30_000;

/** A text to analyse; of those of one `key` that wait, the newest takes the place of the others. */
export interface Task {
  key: string;
  /** Of everything that has a say in the result. */
  hash: string;
  input: AnalysisInput;
  /** Too large for all but the analysers of syntax. */
  large: boolean;
}

export type Outcome =
  /** `settled`: the same text would give the same again. */
  { kind: "done"; problems: Problem[]; missing: string[]; settled: boolean } | { kind: "superseded" };

export interface Supervisor {
  /** Never rejects. An aborted `signal` takes back a task that still waits. */
  run(task: Task, signal: AbortSignal): Promise<Outcome>;
  /** Ends the processes; who waits is told that nothing was found by `program`. Idempotent. */
  stop(): Promise<void>;
}

interface Waiting {
  task: Task;
  timer: NodeJS.Timeout;
  settle(outcome: Outcome): void;
}

/** Keeps processes of one program alive, gives each one task at a time, and replaces those that hang or crash. */
export function createSupervisor(program: Program, logger: Logger): Supervisor {
  const nothing: Outcome = { kind: "done", problems: [], missing: [program.name], settled: false };
  const queue = new Map<string, Waiting>();
  const strikes = createStrikes();
  let children: Child[] = [];
  let failures = 0;
  let nextId = 1;
  let backoff: NodeJS.Timeout | undefined;
  let stopped = false;

  const add = () => {
    children.push(startChild(program, logger, onChange));
  };
  const start = () => {
    if (!stopped && backoff === undefined && children.length === 0) add();
  };

  function onChange(): void {
    const alive = children.filter((child) => child.kind() !== "ended");
    const ended = children.length - alive.length;
    children = alive;
    if (stopped) return;
    if (ended > 0 && alive.length === 0 && backoff === undefined) {
      const pause = failures === 0 ? 0 : Math.min(BACKOFF_MS * 2 ** failures, BACKOFF_MAX_MS);
      failures += 1;
      backoff = setTimeout(() => {
        backoff = undefined;
        start();
      }, pause);
    }
    dispatch();
  }

  function dispatch(): void {
    for (const child of children) {
      const [next] = queue.values();
      if (next === undefined) break;
      if (child.kind() === "idle") void give(child, next);
    }
    start();
    const late = children.every((child) => child.kind() === "busy" && child.since() >= program.lateAfterMs);
    if (queue.size > 0 && children.length > 0 && children.length < PROCESSES_MAX && late) add();
  }

  async function give(child: Child, waiting: Waiting): Promise<void> {
    const { key, hash, input, large } = waiting.task;
    queue.delete(key);
    clearTimeout(waiting.timer);
    const off = strikes.off(key, hash);
    if (off.includes(program.name)) return waiting.settle(nothing);
    const lateness = setTimeout(dispatch, program.lateAfterMs + TIMER_GRAIN_MS);
    const report = await child.run({ id: nextId++, ...input, large, off });
    clearTimeout(lateness);
    if (report.unheard.length === 0) failures = 0;
    for (const culprit of report.culprits) {
      strikes.add(key, hash, culprit);
      logger.warn({ analyser: culprit, characters: input.text.length }, "an analyser did not finish");
    }
    waiting.settle(outcomeOf(report, off));
    endSpareLater();
  }

  function endSpareLater(): void {
    if (children.length < 2) return;
    setTimeout(() => {
      const spare = children[1];
      if (spare?.kind() === "idle" && spare.since() >= SPARE_IDLE_MS) void spare.end();
    }, SPARE_IDLE_MS + 1).unref();
  }

  return {
    run: (task, signal) =>
      new Promise((resolve) => {
        if (stopped) return resolve(nothing);
        const leave = (outcome: Outcome) => {
          if (queue.get(task.key) === waiting) queue.delete(task.key);
          waiting.settle(outcome);
        };
        const settle = (outcome: Outcome) => {
          clearTimeout(waiting.timer);
          resolve(outcome);
        };
        const waiting: Waiting = { task, timer: setTimeout(leave, WAIT_LIMIT_MS, nothing), settle };
        signal.addEventListener("abort", () => leave(nothing), { once: true });
        queue.get(task.key)?.settle({ kind: "superseded" });
        queue.set(task.key, waiting); // in the place of the one before: who types on is served all the same
        dispatch();
      }),
    async stop() {
      stopped = true;
      clearTimeout(backoff);
      for (const waiting of queue.values()) waiting.settle(nothing);
      queue.clear();
      await Promise.all(children.map((child) => child.end()));
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
