import { Redis } from "ioredis";
import type { Logger } from "@/lib/logger";

/** Redis as what it is here: a help that may go away at any time. The database is the truth. */
export interface RedisLink {
  /** Runs one call; undefined while Redis is away, and the caller does without. Never waits for long, never rejects. */
  run<T>(call: (redis: Redis) => Promise<T>): Promise<T | undefined>;
  /** Whether it takes a write now. */
  answers(): Promise<boolean>;
  /** Idempotent. */
  close(): void;
}

const CONNECT_MS = 1_000;
/** A request waits this long once; then all do without, until a probe gets through. */
const COMMAND_MS = 500;
const PROBE_EVERY_MS = 500;
const RECONNECT_MAX_MS = 1_000;
const RECONNECT_STEP_MS = 100;
/** Written and forgotten: a replica or a full Redis answers questions, and is of no use nevertheless. */
const PROBE_KEY = "tandem:probe";
const PROBE_KEPT_MS = 1_000;

/** Connects in the background: a Redis that is away delays nothing, not even the start. `url` is REDIS_URL. */
export function openRedis(url: string, logger: Logger): RedisLink {
  const redis = new Redis(url, {
    connectionName: "tandem",
    connectTimeout: CONNECT_MS,
    commandTimeout: COMMAND_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_MAX_MS),
  });
  let state: "opening" | "up" | "away" | "closed" = "opening";

  const lose = (err: unknown) => {
    if (state === "up" || state === "opening")
      logger.warn({ err }, "Redis is away: each process counts limits for itself until it is back");
    if (state !== "closed") state = "away";
  };
  const probe = async (): Promise<boolean> => {
    if (redis.status !== "ready") return false; // its own events tell of that
    try {
      await redis.set(PROBE_KEY, "1", "PX", PROBE_KEPT_MS);
    } catch (error) {
      lose(error);
      return false;
    }
    if (state === "opening" || state === "away") {
      logger.info({}, state === "opening" ? "Redis is in use." : "Redis is back.");
      state = "up";
    }
    return true;
  };
  redis.on("error", lose);
  redis.on("ready", () => void probe());
  redis.on("close", () => lose(new Error("The connection to Redis was closed.")));
  const timer = setInterval(() => {
    if (state === "away") void probe();
  }, PROBE_EVERY_MS);
  timer.unref();

  return {
    async run(call) {
      if (state !== "up") return undefined;
      try {
        return await call(redis);
      } catch (error) {
        lose(error);
        return undefined;
      }
    },
    answers: probe,
    close() {
      if (state === "closed") return;
      state = "closed";
      clearInterval(timer);
      redis.disconnect();
    },
  };
}
