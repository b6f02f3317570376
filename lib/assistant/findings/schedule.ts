import { steadyNow } from "@/lib/steady-clock";

/** How long nobody has typed when a text is analysed, and how long it may wait while somebody does. Milliseconds. */
export const PAUSE_MS = 400;
export const WAIT_MAX_MS = 2_000;
/** Another process has made the last edit and analyses: this one looks whether that was done. */
export const FALLBACK_MS = 3_000;

/** When each file's text is to be analysed; one run of a file at a time. */
export interface Schedule {
  /** Its text has changed. `here`: this process wrote it, so it is this one that analyses it. */
  moved(fileId: number, by: "here" | "elsewhere"): void;
  /** It is to be analysed after this time, unless it is due anyway. */
  within(fileId: number, ms: number): void;
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
}

/** `run` must not reject. */
export function createSchedule(run: (fileId: number) => Promise<void>, now = steadyNow): Schedule {
  const plans = new Map<number, Plan>();
  let stopped = false;

  const planOf = (fileId: number): Plan => {
    const plan = plans.get(fileId) ?? { timer: null, since: null, running: false };
    plans.set(fileId, plan);
    return plan;
  };
  const set = (fileId: number, plan: Plan, ms: number) => {
    if (stopped) return;
    if (plan.timer !== null) clearTimeout(plan.timer);
    plan.timer = setTimeout(() => due(fileId, plan), ms);
    plan.timer.unref();
  };
  const due = (fileId: number, plan: Plan) => {
    plan.timer = null;
    if (plan.running) {
      set(fileId, plan, PAUSE_MS);
      return;
    }
    plan.running = true;
    plan.since = null;
    void run(fileId).finally(() => {
      plan.running = false;
      if (plan.timer === null) plans.delete(fileId);
    });
  };
  return {
    moved(fileId, by) {
      const plan = planOf(fileId);
      plan.since ??= now();
      const left = Math.max(0, plan.since + WAIT_MAX_MS - now());
      set(fileId, plan, by === "here" ? Math.min(PAUSE_MS, left) : FALLBACK_MS);
    },
    within(fileId, ms) {
      const plan = planOf(fileId);
      if (plan.timer === null) set(fileId, plan, ms);
    },
    analysed(fileId) {
      const plan = plans.get(fileId);
      if (plan !== undefined) plan.since = null;
    },
    stop() {
      stopped = true;
      for (const { timer } of plans.values()) if (timer !== null) clearTimeout(timer);
      plans.clear();
    },
  };
}
