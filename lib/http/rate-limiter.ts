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
