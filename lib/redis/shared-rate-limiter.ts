import { createHash, createHmac } from "node:crypto";
import type { RedisCommander } from "ioredis";
import { z } from "zod";
import { countedKey, type RateLimit, type RateLimiter, secondsUntilFree } from "@/lib/access/rate-limiter";
import type { RedisLink } from "./redis";

/**
 * The same window as in memory (lib/access/rate-limiter.ts), moved on and counted in one step, by the clock of Redis.
 * KEYS: the window. ARGV: points, window in milliseconds. Answers taken (1 or 0), start, count, previous, now.
 */
const TAKE = `
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kept = redis.call("HMGET", KEYS[1], "start", "count", "previous")
local start = tonumber(kept[1] or now)
local count = tonumber(kept[2] or 0)
local previous = tonumber(kept[3] or 0)
local points = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local passed = math.floor((now - start) / window)
if passed > 0 then
  previous = passed == 1 and count or 0
  count = 0
  start = start + passed * window
end
if previous * (1 - (now - start) / window) + count >= points then
  return { 0, start, count, previous, now }
end
redis.call("HSET", KEYS[1], "start", start, "count", count + 1, "previous", previous)
redis.call("PEXPIRE", KEYS[1], 2 * window)
return { 1, start, count + 1, previous, now }`;

const GIVE_BACK = `
if tonumber(redis.call("HGET", KEYS[1], "count") or 0) > 0 then
  return redis.call("HINCRBY", KEYS[1], "count", -1)
end
return 0`;

const takenSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

interface SharedRateLimiterDeps {
  redis: RedisLink;
  /** Counts while Redis is away. */
  local: RateLimiter;
  /** Names and addresses are kept as keyed hashes only. */
  hashKey: Uint8Array;
}

/** Limits that count for all server processes on one Redis together, save those of each process alone. */
export function createSharedRateLimiter({ redis, local, hashKey }: SharedRateLimiterDeps): RateLimiter {
  const take = createScript(TAKE);
  const giveBack = createScript(GIVE_BACK);
  const keyOf = (limit: RateLimit, key: string): string => {
    const hash = createHmac("sha256", hashKey).update(countedKey(limit, key)).digest("base64url");
    return `tandem:limit:${limit.name}:${hash}`;
  };
  return {
    async take(limit, key) {
      if (limit.perProcess) return local.take(limit, key);
      const reply = await redis.run((client) =>
        take(client, keyOf(limit, key), [limit.points, limit.windowMs]),
      );
      if (reply === undefined) return local.take(limit, key);
      const [taken, start, count, previous, now] = takenSchema.parse(reply);
      if (taken === 1) return { allowed: true };
      return {
        allowed: false,
        retryAfterSeconds: secondsUntilFree(limit, { start, count, previous }, now),
      };
    },
    async giveBack(limit, key) {
      const reply = await redis.run((client) => giveBack(client, keyOf(limit, key), []));
      if (reply === undefined) await local.giveBack(limit, key);
    },
    async reset(limit, key) {
      // Both: it may have been counted here while Redis was away.
      await local.reset(limit, key);
      await redis.run((client) => client.del(keyOf(limit, key)));
    },
    stop: () => local.stop(),
  };
}

/** A script of one key, sent by its hash, and whole where Redis does not know it (yet, or after a restart). */
function createScript(source: string) {
  const hash = createHash("sha1").update(source).digest("hex");
  return async (redis: RedisCommander, key: string, args: readonly number[]): Promise<unknown> => {
    try {
      return await redis.evalsha(hash, 1, key, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("NOSCRIPT")) throw error;
      return redis.eval(source, 1, key, ...args);
    }
  };
}
