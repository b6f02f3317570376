import { steadyNow } from "@/lib/steady-clock";
import { addressBlock } from "./address";
import { createRecentMap, type RecentMap } from "./recent-map";

/** `points` tries in a sliding window of `windowMs`. */
export interface RateLimit {
  name: string;
  points: number;
  windowMs: number;
  /** The key is an address: a whole IPv6 network counts as one. */
  by?: "address";
  /**
   * It protects the process and no secret: each counts for itself, also where there is Redis. Measured: a point costs
   * 1 µs in memory and 25 to 130 µs of our own CPU in Redis, on each request.
   */
  perProcess?: true;
}

export type Taken = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimiter {
  /** Takes one point of `key` under `limit`; answers how long to wait (whole seconds, 1 or more) when none is left. */
  take(limit: RateLimit, key: string): Promise<Taken>;
  /** Gives one point back, for example of what turned out to be right. */
  giveBack(limit: RateLimit, key: string): Promise<void>;
  /** Gives all points back. */
  reset(limit: RateLimit, key: string): Promise<void>;
  stop(): void;
}

/** What is counted of one key: a sliding window, estimated from the fixed one of now and the one before. Milliseconds. */
export interface RateWindow {
  start: number;
  count: number;
  previous: number;
}

/** Of each limit, so that a flood of keys under one pushes nobody out of another. */
const KEYS_MAX = 100_000;

/** Under which a key is counted. */
export const countedKey = (limit: RateLimit, key: string): string =>
  limit.by === "address" ? addressBlock(key) : key;

/** Whole seconds until a point is free again, if nobody takes one meanwhile; 1 or more. */
export function secondsUntilFree({ points, windowMs }: RateLimit, window: RateWindow, time: number): number {
  const passed = time - window.start;
  // The window before this one fades out; when this one alone is full, it must first become the window before.
  const [fading, full, begins] =
    window.count < points ? [window.previous, window.count, 0] : [window.count, 0, windowMs];
  const freeAt = begins + windowMs * (1 - (points - full) / fading);
  return Math.ceil((Math.max(0, freeAt - passed) + 1) / 1_000);
}

/**
 * Limits in this process's memory, which is bounded. `enabled` false lets everything through (RATE_LIMITS=off, for load
 * tests).
 */
export function createRateLimiter(enabled: boolean, now: () => number = steadyNow): RateLimiter {
  const limits = new Map<string, RecentMap<RateWindow>>();

  const windowsOf = ({ name }: RateLimit): RecentMap<RateWindow> => {
    const found = limits.get(name) ?? createRecentMap<RateWindow>(KEYS_MAX);
    limits.set(name, found);
    return found;
  };
  const current = (limit: RateLimit, key: string): RateWindow => {
    const windows = windowsOf(limit);
    const time = now();
    const found = windows.get(key) ?? { start: time, count: 0, previous: 0 };
    const passed = Math.floor((time - found.start) / limit.windowMs);
    if (passed > 0) {
      found.previous = passed === 1 ? found.count : 0;
      found.count = 0;
      found.start += passed * limit.windowMs;
    }
    windows.set(key, found);
    return found;
  };

  return {
    async take(limit, key) {
      if (!enabled) return { allowed: true };
      const window = current(limit, countedKey(limit, key));
      const share = 1 - (now() - window.start) / limit.windowMs;
      if (window.previous * share + window.count < limit.points) {
        window.count += 1;
        return { allowed: true };
      }
      return { allowed: false, retryAfterSeconds: secondsUntilFree(limit, window, now()) };
    },
    async giveBack(limit, key) {
      const window = windowsOf(limit).get(countedKey(limit, key));
      if (window !== undefined) window.count = Math.max(0, window.count - 1);
    },
    async reset(limit, key) {
      windowsOf(limit).delete(countedKey(limit, key));
    },
    stop: () => limits.clear(),
  };
}
