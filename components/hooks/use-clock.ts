import { useSyncExternalStore } from "react";

const STEP_MS = 30_000;

/** The time to say `4 min ago` by, and the zone whose days count (undefined: the browser's own). */
export interface Clock {
  now: number;
  timeZone: string | undefined;
}

/**
 * The clock of what is drawn, in steps of half a minute. The server's drawing and the browser's first one use `drawnAt`
 * (milliseconds since 1970) in UTC, so that both are alike; the browser's own time follows at once.
 */
export function useClock(drawnAt: number): Clock {
  const step = useSyncExternalStore(subscribe, currentStep, () => null);
  return step === null ? { now: drawnAt, timeZone: "UTC" } : { now: Date.now(), timeZone: undefined };
}

const currentStep = (): number | null => Math.floor(Date.now() / STEP_MS);

function subscribe(onStep: () => void): () => void {
  const timer = setInterval(onStep, STEP_MS);
  return () => clearInterval(timer);
}
