import { addressBlock } from "@/lib/access/address";
import type { RateLimit, RateLimiter } from "@/lib/access/rate-limiter";
import { AppError } from "@/lib/errors";

/**
 * Who tries which account's password, for LOGIN_ACCOUNT_LIMIT: signing in and changing the password count together.
 * `account`: its id, or the name that was tried where there is none.
 */
export const triesKey = (account: number | string, address: string): string =>
  `${typeof account === "number" ? "user" : "name"} ${account}|${addressBlock(address)}`;

/** Takes one try or throws `too_many_requests`. */
export async function takeTry(limiter: RateLimiter, limit: RateLimit, key: string): Promise<void> {
  const taken = await limiter.take(limit, key);
  if (taken.allowed) return;
  throw new AppError("too_many_requests", `Too many tries. Wait ${taken.retryAfterSeconds} seconds.`, {
    retryAfterSeconds: taken.retryAfterSeconds,
  });
}
