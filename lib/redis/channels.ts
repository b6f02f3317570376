import { Redis, type RedisCommander } from "ioredis";
import type { Logger } from "@/lib/logger";
import { inTime } from "./in-time";
import { isClusterNode } from "./redis";

/** Channels of Redis, on a connection of their own that may go away at any time and comes back by itself. */
export interface Channels {
  /** Resolves when what is said in it is heard, or when nothing is heard now: `onReturn` says when that is over. */
  join(channel: string): Promise<void>;
  leave(channel: string): void;
  /** Says something in a channel, on another connection. */
  tell(redis: RedisCommander, channel: string, bytes: Buffer): Promise<unknown>;
  isUp(): boolean;
  /** Called each time all channels are heard again after they were not. */
  onReturn(listener: () => void): void;
  /** Idempotent. */
  close(): void;
}

const CONNECT_MS = 1_000;
/** An answer that is not there by then will not come on this connection. */
const ANSWER_MS = 500;
const LOOK_EVERY_MS = 1_000;
const RECONNECT_MAX_MS = 1_000;
const RECONNECT_STEP_MS = 100;

const OPTIONS = {
  connectionName: "tandem-channels",
  connectTimeout: CONNECT_MS,
  autoResubscribe: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_MAX_MS),
};

/** How something is said in a channel and heard. */
interface Way {
  join(redis: Redis, channel: string): Promise<unknown>;
  leave(redis: Redis, channel: string): Promise<unknown>;
  message: "smessageBuffer" | "messageBuffer";
  tell(redis: RedisCommander, channel: string, bytes: Buffer): Promise<unknown>;
}

const SHARDED: Way = {
  join: (redis, channel) => redis.ssubscribe(channel),
  leave: (redis, channel) => redis.sunsubscribe(channel),
  message: "smessageBuffer",
  tell: (redis, channel, bytes) => redis.spublish(channel, bytes),
};

/** In a Redis Cluster any node hears it: one connection is enough, wherever a channel's shard is just then. */
const BROADCAST: Way = {
  join: (redis, channel) => redis.subscribe(channel),
  leave: (redis, channel) => redis.unsubscribe(channel),
  message: "messageBuffer",
  tell: (redis, channel, bytes) => redis.publish(channel, bytes),
};

/** `heard` must not throw. */
export function openChannels(
  url: string,
  logger: Logger,
  heard: (channel: string, bytes: Uint8Array) => void,
): Channels {
  const joined = new Set<string>();
  const returned: (() => void)[] = [];
  const redis = new Redis(url, OPTIONS);
  let state: "opening" | "subscribing" | "up" | "away" | "closed" = "opening";
  /** Null: there is no connection that subscriptions could go to. */
  let way: Way | null = null;

  const lose = (err: unknown) => {
    if (state === "up")
      logger.warn({ err }, "other processes cannot be heard; the log is asked what they write");
    if (state !== "closed") state = "away";
    way = null;
  };
  /** A connection that answers no more is given up; the next one subscribes to everything anew. */
  const restart = (error: unknown) => {
    lose(error);
    if (state !== "closed" && redis.status === "ready") redis.disconnect(true);
  };
  const subscribe = async () => {
    if (state === "closed" || state === "subscribing") return;
    state = "subscribing";
    try {
      const found = (await isClusterNode(redis)) ? BROADCAST : SHARDED;
      way = found;
      const answers = [redis.ping(), ...[...joined].map((channel) => found.join(redis, channel))];
      await inTime(Promise.all(answers), ANSWER_MS);
    } catch (error) {
      restart(error);
      return;
    }
    if (state !== "subscribing") return; // lost again, or closed
    state = "up";
    logger.info({}, "other processes are heard");
    for (const listener of returned) listener();
  };
  const look = () => {
    if (state === "up") inTime(redis.ping(), ANSWER_MS).catch(restart);
    else if (redis.status === "ready") void subscribe();
  };
  redis.on("error", lose);
  redis.on("close", () => lose(new Error("The connection to Redis was closed.")));
  redis.on("ready", () => void subscribe());
  for (const { message } of [SHARDED, BROADCAST])
    redis.on(message, (channel: Buffer, bytes: Buffer) => heard(channel.toString(), bytes));
  const looking = setInterval(look, LOOK_EVERY_MS);
  looking.unref();

  return {
    async join(channel) {
      joined.add(channel);
      // Replies keep their order: the one to a subscription says that everything after it is heard.
      if (way !== null) await inTime(way.join(redis, channel), ANSWER_MS).catch(restart); // else `subscribe` will
    },
    leave(channel) {
      if (joined.delete(channel) && way !== null) inTime(way.leave(redis, channel), ANSWER_MS).catch(restart);
    },
    tell: (sender, channel, bytes) => (way ?? SHARDED).tell(sender, channel, bytes),
    isUp: () => state === "up",
    onReturn: (listener) => void returned.push(listener),
    close() {
      if (state === "closed") return;
      state = "closed";
      clearInterval(looking);
      redis.disconnect();
    },
  };
}
