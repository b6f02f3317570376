import { steadyNow } from "@/lib/steady-clock";

/** How many analyses a process begins: so many at once after a calm, and so many a second for as long as it takes. */
export const RUN_LINE_BOUNDS = { atOnce: 30, perSecond: 20 };
export type RunLineBounds = typeof RUN_LINE_BOUNDS;

/**
 * Where files wait for their analysis when more are typed in than a process may analyse: first come, first served, each
 * once. So hundreds of files that change all the time cost no more than twenty, and live edits are not held up by them.
 */
export interface RunLine {
  /** `begin` is called now or later; a file that waits keeps its place. */
  enter(fileId: number, begin: () => void): void;
  waits(fileId: number): boolean;
  leave(fileId: number): void;
  /** Nobody is called any more. Idempotent. */
  stop(): void;
}

export function createRunLine({ atOnce, perSecond }: RunLineBounds = RUN_LINE_BOUNDS): RunLine {
  const waiting = new Map<number, () => void>();
  let tickets = atOnce;
  let countedAt = steadyNow();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const count = () => {
    const now = steadyNow();
    tickets = Math.min(atOnce, tickets + ((now - countedAt) / 1_000) * perSecond);
    countedAt = now;
  };
  const serve = () => {
    timer = null;
    count();
    for (const [fileId, begin] of waiting) {
      if (tickets < 1 || stopped) break;
      tickets -= 1;
      waiting.delete(fileId);
      begin();
    }
    if (waiting.size === 0 || stopped) return;
    timer = setTimeout(serve, Math.ceil(((1 - tickets) / perSecond) * 1_000));
    timer.unref();
  };
  return {
    enter(fileId, begin) {
      if (stopped || waiting.has(fileId)) return;
      waiting.set(fileId, begin);
      if (timer === null) serve();
    },
    waits: (fileId) => waiting.has(fileId),
    leave: (fileId) => void waiting.delete(fileId),
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      waiting.clear();
    },
  };
}
