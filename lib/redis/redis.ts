import { Cluster, Redis, type RedisCommander, ReplyError } from "ioredis";
import type { Logger } from "@/lib/logger";
import { inTime } from "./in-time";

/** Redis as what it is here: a help that may go away at any time. The database is the truth. */
export interface RedisLink {
  /** Runs one call; undefined while Redis is away, and the caller does without. Never waits for long, never rejects. */
  run<T>(call: (redis: RedisCommander) => Promise<T>): Promise<T | undefined>;
  /** Whether it takes a write now. */
  answers(): Promise<boolean>;
  /** Called each time it is in use after it was not: what was to be written meanwhile was not. Must not throw. */
  onReturn(listener: () => void): void;
  /** Idempotent. */
  close(): void;
}

const CONNECT_MS = 1_000;
/** A request waits this long once; then all do without, until a probe gets through. */
const COMMAND_MS = 500;
const PROBE_EVERY_MS = 500;
const RECONNECT_MAX_MS = 1_000;
const RECONNECT_STEP_MS = 100;
/** How often a cluster may send one command on to another node. */
const REDIRECTIONS_MAX = 3;
/** Written and forgotten: a replica or a full Redis answers questions, and is of no use nevertheless. */
const PROBE_KEY = "tandem:probe";
const PROBE_KEPT_MS = 1_000;

const retryStrategy = (times: number) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_MAX_MS);
const NODE_OPTIONS = {
  connectionName: "tandem",
  connectTimeout: CONNECT_MS,
  maxRetriesPerRequest: 0,
};

/**
 * Connects in the background: a Redis that is away delays nothing, not even the start. `url` is REDIS_URL, of a Redis or
 * of any node of a Redis Cluster.
 */
export function openRedis(url: string, logger: Logger): RedisLink {
  let state: "opening" | "up" | "away" | "closed" = "opening";
  const returned: (() => void)[] = [];

  const lose = (err: unknown) => {
    if (state === "up" || state === "opening")
      logger.warn({ err }, "Redis is away: each process counts limits for itself until it is back");
    if (state !== "closed") state = "away";
  };
  const probe = async (): Promise<boolean> => {
    if (client.status !== "ready") return false; // its own events tell of that
    try {
      await inTime(client.set(PROBE_KEY, "1", "PX", PROBE_KEPT_MS), COMMAND_MS);
    } catch (error) {
      lose(error);
      return false;
    }
    if (state === "opening" || state === "away") {
      logger.info({}, state === "opening" ? "Redis is in use." : "Redis is back.");
      state = "up";
      for (const listener of returned) listener();
    }
    return true;
  };
  const watched = <C extends Redis | Cluster>(opened: C, ready: () => Promise<unknown>): C => {
    const whileUsed = (tell: (error: unknown) => void) => (error: unknown) => {
      if (client === opened) tell(error);
    };
    opened.on("error", whileUsed(lose));
    opened.on(
      "ready",
      whileUsed(() => void ready()),
    );
    opened.on(
      "close",
      whileUsed(() => lose(new Error("The connection to Redis was closed."))),
    );
    return opened;
  };
  const single = new Redis(url, { ...NODE_OPTIONS, enableOfflineQueue: false, retryStrategy });
  let client: Redis | Cluster = single;
  const begin = async () => {
    if (!(await isClusterNode(single))) return void (await probe());
    client = watched(openCluster(single), probe);
    single.disconnect();
  };
  watched(single, () =>
    begin().catch((error: unknown) => {
      lose(error);
      if (single.status === "ready") single.disconnect(true); // asked anew on the next connection
    }),
  );
  const timer = setInterval(() => {
    if (state === "away") void probe();
  }, PROBE_EVERY_MS);
  timer.unref();

  return {
    async run(call) {
      if (state !== "up") return undefined;
      try {
        return await inTime(call(client), COMMAND_MS);
      } catch (error) {
        lose(error);
        return undefined;
      }
    },
    answers: probe,
    onReturn: (listener) => void returned.push(listener),
    close() {
      if (state === "closed") return;
      state = "closed";
      clearInterval(timer);
      client.disconnect();
    },
  };
}

/**
 * Rejects when there is no answer. Ask before the connection subscribes to anything: afterwards it may not ask any more.
 */
export async function isClusterNode(redis: Redis): Promise<boolean> {
  try {
    return (await inTime(redis.info("cluster"), COMMAND_MS)).includes("cluster_enabled:1");
  } catch (error) {
    if (error instanceof ReplyError) return false; // this account may not ask, so it uses the one it was given
    throw error;
  }
}

/** The whole cluster that this node belongs to, with the node's own credentials. */
function openCluster({ options }: Redis): Cluster {
  const { host = "localhost", port = 6379, username, password, tls } = options;
  return new Cluster([{ host, port }], {
    enableOfflineQueue: false,
    maxRedirections: REDIRECTIONS_MAX,
    slotsRefreshTimeout: CONNECT_MS,
    clusterRetryStrategy: retryStrategy,
    // Trap: ioredis looks the first name up and goes to its address, which a certificate does not hold.
    dnsLookup: (name, found) => found(null, name),
    redisOptions: { ...NODE_OPTIONS, username, password, tls },
  });
}
