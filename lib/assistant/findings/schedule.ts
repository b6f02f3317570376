import { steadyNow } from "@/lib/steady-clock";
import { createRhythms } from "./rhythm";
import { createRunLine } from "./run-line";

/** In milliseconds. */
export const SCHEDULE_TIMES = {
  /** How long nobody has typed when a text is analysed (`rhythm.ts`). */
  pauseLeast: 100,
  pauseMost: 400,
  /** How long it waits while somebody types on: longer where it takes long, so that it takes a twentieth of that time. */
  waitLeast: 2_000,
  waitMost: 10_000,
  /** Another process has made the last edit and analyses: this one looks whether that was done. */
  fallback: 3_000,
  /** After the database was away. */
  retry: 5_000,
};
export type ScheduleTimes = typeof SCHEDULE_TIMES;

/** Who types on for so many times as long as the last analysis took has the text analysed once more. */
const WAIT_TIMES = 20;
const FILES_MAX = 1_000;

/** When each file's text is to be analysed; a run of a file begins when the one before has told what is found fast. */
export interface Schedule {
  /** Its text has changed. `here`: this process wrote it, so it is this one that analyses it. */
  moved(fileId: number, by: "here" | "elsewhere"): void;
  /** It was found not to be analysed, and nobody else may do it. */
  missed(fileId: number): void;
  /** Something was not there: it is analysed later. */
  failed(fileId: number): void;
  /** Another process has analysed it. */
  analysed(fileId: number): void;
  /** Nothing is due any more. Idempotent. */
  stop(): void;
}

interface Plan {
  timer: NodeJS.Timeout | null;
  /** When the first edit was made that nobody has analysed. */
  since: number | null;
  running: boolean;
  /** It came due while it was running. */
  again: boolean;
}

/** `run` must not reject; from `goOn` on, or when it ends, the next one of the file may begin. */
export function createSchedule(
  run: (fileId: number, goOn: () => void) => Promise<void>,
  { pauseLeast, pauseMost, waitLeast, waitMost, fallback, retry }: ScheduleTimes = SCHEDULE_TIMES,
): Schedule {
  const now = steadyNow;
  const rhythms = createRhythms(pauseLeast, pauseMost);
  const line = createRunLine();
  const plans = new Map<number, Plan>();
  /** How long the last analysis of a file took, in milliseconds. */
  const took = new Map<number, number>();
  let stopped = false;

  const planOf = (fileId: number): Plan => {
    const plan = plans.get(fileId) ?? { timer: null, since: null, running: false, again: false };
    plans.set(fileId, plan);
    return plan;
  };
  const set = (fileId: number, plan: Plan, ms: number) => {
    if (stopped) return;
    if (plan.timer !== null) clearTimeout(plan.timer);
    plan.again = false;
    plan.timer = setTimeout(() => due(fileId, plan), ms);
    plan.timer.unref();
  };
  const due = (fileId: number, plan: Plan) => {
    plan.timer = null;
    if (plan.running) plan.again = true;
    else line.enter(fileId, () => begin(fileId, plan));
  };
  const begin = (fileId: number, plan: Plan) => {
    plan.running = true;
    plan.again = false;
    plan.since = null;
    const begunAt = now();
    let over = false;
    const goOn = () => {
      if (over) return;
      over = true;
      plan.running = false;
      if (plan.again && !stopped) due(fileId, plan);
      else if (plan.timer === null) plans.delete(fileId);
    };
    void run(fileId, goOn).finally(() => {
      remember(fileId, now() - begunAt);
      goOn();
    });
  };
  const remember = (fileId: number, ms: number) => {
    took.delete(fileId);
    took.set(fileId, ms);
    const [oldest] = took.keys();
    if (took.size > FILES_MAX && oldest !== undefined) took.delete(oldest);
  };
  /** How long somebody may type on before the text is analysed all the same. */
  const waitOf = (fileId: number) =>
    Math.min(waitMost, Math.max(waitLeast, (took.get(fileId) ?? 0) * WAIT_TIMES));
  const unlessDue = (fileId: number, ms: number) => {
    const plan = planOf(fileId);
    if (plan.timer === null && !line.waits(fileId)) set(fileId, plan, ms);
  };
  return {
    moved(fileId, by) {
      const plan = planOf(fileId);
      plan.since ??= now();
      const left = Math.max(0, plan.since + waitOf(fileId) - now());
      const pause = rhythms.edited(fileId, now());
      if (by === "elsewhere") line.leave(fileId);
      else if (line.waits(fileId)) return; // its turn comes, and the text is read then
      set(fileId, plan, by === "here" ? Math.min(pause, left) : fallback);
    },
    missed: (fileId) => unlessDue(fileId, 0),
    failed: (fileId) => unlessDue(fileId, retry),
    analysed(fileId) {
      const plan = plans.get(fileId);
      if (plan !== undefined) plan.since = null;
    },
    stop() {
      stopped = true;
      line.stop();
      for (const { timer } of plans.values()) if (timer !== null) clearTimeout(timer);
      plans.clear();
    },
  };
}
