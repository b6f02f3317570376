import { createRecentMap } from "@/lib/access/recent-map";
import { isFinal } from "@/lib/contracts/close-codes";
import type { Refusal } from "@/lib/contracts/live";
import { steadyNow } from "@/lib/steady-clock";

const REFUSALS_MAX = 3;
const WINDOW_MS = 60_000;
const KEYS_MAX = 50_000;

/** Remembers who was refused for good: three times in a minute, and the next try costs nothing but the answer. */
export interface RefusalMemory {
  note(key: string, refusal: Refusal): void;
  /** Whole seconds until the key may try again; 0: now. */
  waitSeconds(key: string): number;
}

export function createRefusalMemory(now: () => number = steadyNow): RefusalMemory {
  const times = createRecentMap<number[]>(KEYS_MAX);
  const recent = (key: string) => (times.get(key) ?? []).filter((time) => now() - time < WINDOW_MS);
  return {
    note(key, refusal) {
      if (!isFinal(refusal.code)) return;
      times.set(key, [...recent(key), now()].slice(-REFUSALS_MAX));
    },
    waitSeconds(key) {
      const kept = recent(key);
      const [first] = kept;
      if (first === undefined || kept.length < REFUSALS_MAX) return 0;
      return Math.max(1, Math.ceil((first + WINDOW_MS - now()) / 1_000));
    },
  };
}
