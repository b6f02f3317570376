import type { AnalysisInput, Problem } from "@/lib/assistant/problem";

/** How long a text may wait for its turn, also while the process starts on a busy machine. */
const WAIT_LIMIT_MS = 30_000;

/** A text to analyse; of those of one `key` that wait, the newest takes the place of the others. */
export interface Task {
  key: string;
  /** Of everything that has a say in the result. */
  hash: string;
  input: AnalysisInput;
  /** Too large for all but the analysers of syntax. */
  large: boolean;
  /** What was found before all of the program's analysers were done. */
  onFound(problems: Problem[]): void;
}

export type Outcome =
  /** `settled`: the same text would give the same again. */
  { kind: "done"; problems: Problem[]; missing: string[]; settled: boolean } | { kind: "superseded" };

/** Whoever takes a task answers it. */
export interface Turn {
  task: Task;
  settle(outcome: Outcome): void;
}

export interface TaskQueue {
  readonly size: number;
  /** Waits for its turn; an aborted `signal`, or too long a wait, is answered with `nothing`. */
  add(task: Task, signal: AbortSignal): Promise<Outcome>;
  /** The next one, which leaves the queue; undefined: nobody waits. */
  take(): Turn | undefined;
  /** All that wait are answered with `nothing`. */
  clear(): void;
}

interface Waiting extends Turn {
  timer: NodeJS.Timeout;
}

/** Tasks of one program in the order in which their files came, one of each file. */
export function createTaskQueue(nothing: Outcome): TaskQueue {
  const queue = new Map<string, Waiting>();
  return {
    get size() {
      return queue.size;
    },
    add: (task, signal) =>
      new Promise((resolve) => {
        const settle = (outcome: Outcome) => {
          clearTimeout(waiting.timer);
          resolve(outcome);
        };
        const leave = () => {
          if (queue.get(task.key) === waiting) queue.delete(task.key);
          settle(nothing);
        };
        const waiting: Waiting = { task, timer: setTimeout(leave, WAIT_LIMIT_MS), settle };
        signal.addEventListener("abort", leave, { once: true });
        queue.get(task.key)?.settle({ kind: "superseded" });
        queue.set(task.key, waiting); // in the place of the one before: who types on is served all the same
      }),
    take() {
      const [next] = queue.values();
      if (next === undefined) return undefined;
      queue.delete(next.task.key);
      clearTimeout(next.timer);
      return next;
    },
    clear() {
      for (const waiting of queue.values()) waiting.settle(nothing);
      queue.clear();
    },
  };
}
