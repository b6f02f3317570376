/** `points` tries in a sliding window of `windowMs`. */
export interface RateLimit {
  name: string;
  points: number;
  windowMs: number;
}

export interface RateLimiter {
  /** Takes one point of `key` under `limit`; answers how long to wait (whole seconds, 1 or more) when none is left. */
  take(
    limit: RateLimit,
    key: string,
  ): Promise<{ allowed: true } | { allowed: false; retryAfterSeconds: number }>;
  /** Gives the points back, for example after a right password. */
  reset(limit: RateLimit, key: string): Promise<void>;
  stop(): void;
}

interface Window {
  start: number;
  count: number;
  previous: number;
}

const KEYS_MAX = 100_000;

/** Milliseconds until a point is free again, if nobody takes one meanwhile; 1 or more. */
function untilFree({ points, windowMs }: RateLimit, window: Window, time: number): number {
  const passed = time - window.start;
  // The window before this one fades out; when this one alone is full, it must first become the window before.
  const [fading, full, begins] =
    window.count < points ? [window.previous, window.count, 0] : [window.count, 0, windowMs];
  const freeAt = begins + windowMs * (1 - (points - full) / fading);
  return Math.max(0, freeAt - passed) + 1;
}

/**
 * Limits in this process's memory: a sliding window, estimated from two fixed ones. `enabled` false lets everything
 * through (RATE_LIMITS=off, for load tests).
 */
export function createRateLimiter(enabled: boolean, now: () => number = Date.now): RateLimiter {
  const windows = new Map<string, Window>();

  const current = (limit: RateLimit, key: string): Window => {
    const time = now();
    const found = windows.get(key) ?? { start: time, count: 0, previous: 0 };
    const passed = Math.floor((time - found.start) / limit.windowMs);
    if (passed > 0) {
      found.previous = passed === 1 ? found.count : 0;
      found.count = 0;
      found.start += passed * limit.windowMs;
    }
    // Oldest first out: a flood of new keys must not grow the memory.
    windows.delete(key);
    windows.set(key, found);
    for (const oldest of windows.keys()) {
      if (windows.size <= KEYS_MAX) break;
      windows.delete(oldest);
    }
    return found;
  };

  return {
    async take(limit, key) {
      if (!enabled) return { allowed: true };
      const window = current(limit, `${limit.name}:${key}`);
      const share = 1 - (now() - window.start) / limit.windowMs;
      if (window.previous * share + window.count < limit.points) {
        window.count += 1;
        return { allowed: true };
      }
      return { allowed: false, retryAfterSeconds: Math.ceil(untilFree(limit, window, now()) / 1_000) };
    },
    async reset(limit, key) {
      windows.delete(`${limit.name}:${key}`);
    },
    stop: () => windows.clear(),
  };
}
