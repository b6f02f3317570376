import { openDatabase } from "@/db/client";
import type { Database } from "@/db/database";
import { createRepositories } from "@/db/repositories";
import { exportDatabase } from "@/db/transfer/export-database";
import { createRateLimiter, type RateLimiter } from "@/lib/access/rate-limiter";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { clangFolder, programs } from "@/lib/assistant/analysers/programs";
import { serveCodeRuns } from "@/lib/assistant/code-runs/code-runs";
import { createFindings } from "@/lib/assistant/findings/create-findings";
import type { Analysers } from "@/lib/assistant/problem";
import { openAssistant } from "@/lib/assistant/runs/open-assistant";
import { deriveKeys, type Keys } from "@/lib/auth/keys";
import { createPasswords } from "@/lib/auth/password";
import { keptSecretKey } from "@/lib/auth/secret-key";
import { createSessionUse } from "@/lib/auth/session-use";
import { createVerifier } from "@/lib/auth/verify";
import { type FileWire, NO_WIRE } from "@/lib/collab/file-wire";
import { createLiveEngine } from "@/lib/collab/live-engine";
import { createLiveFeatures } from "@/lib/collab/live-features";
import type { LiveEngine } from "@/lib/collab/types";
import type { Container } from "@/lib/container";
import type { Env } from "@/lib/env";
import { createEditingSessionWriter } from "@/lib/files/editing-session-writer";
import { createHistory } from "@/lib/history/history";
import type { Logger } from "@/lib/logger";
import { measuredLog } from "@/lib/metrics/measured-log";
import { createMetrics } from "@/lib/metrics/metrics";
import { createFileChannel } from "@/lib/realtime/file-channel";
import { createRedisFileWire } from "@/lib/redis/file-wire";
import { openRedis, type RedisLink } from "@/lib/redis/redis";
import { createSharedRateLimiter } from "@/lib/redis/shared-rate-limiter";
import { createTurns } from "@/lib/sharing/turns";

interface Created {
  container: Container;
  /** Writes everything in the database as the lines of an export (db/transfer/format.ts). */
  exportTo(write: (text: string) => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens the database and makes everything the process holds once. Throws, with nothing left open, when the database
 * cannot be had. `close` ends it in order; idempotent, also after the live transport has stopped the engine.
 */
export async function createContainer(env: Env, logger: Logger): Promise<Created> {
  // First of all: on the embedded default this takes the folder's lock, and only its holder may touch what is in there.
  const database = await openDatabase(env, logger);
  try {
    sayHowItRuns(database, env, logger);
    const keys = deriveKeys(env.secretKey ?? (await keptSecretKey(env.dataDir)));
    const redis = env.redisUrl === undefined ? undefined : openRedis(env.redisUrl, logger);
    const others = openWire(redis, keys, env, logger);
    const analysers = createAnalysers({ logger, use: programs(env.programFolders, clangFolder()) });
    const container = assemble(database, redis, others.wire, analysers, keys, env, logger);
    const close = async () => {
      container.stopping = true;
      await container.assistant.close();
      container.findings.stop();
      await container.engine.stop();
      await analysers.stop();
      await container.editingSessionWriter.stop();
      container.rateLimiter.stop();
      others.close();
      redis?.close();
      container.metrics.stop();
      await database.close();
    };
    return { container, exportTo: (write) => exportDatabase(database, write), close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function assemble(
  database: Database,
  redis: RedisLink | undefined,
  wire: FileWire,
  analysers: Analysers,
  keys: Keys,
  env: Env,
  logger: Logger,
): Container {
  const repositories = createRepositories(database);
  const { log, users, sessions, files, editingSessions, members, invites, runs, versions } = repositories;
  const used = createSessionUse({ sessions, logger });
  const metrics = createMetrics({
    stats: () => engine.stats(),
    databaseAnswers: database.answers,
    redisAnswers: redis?.answers,
  });
  const features = createLiveFeatures(logger);
  const engine: LiveEngine = createLiveEngine({
    log: measuredLog(log, metrics),
    findForUser: files.findForUser,
    endingOf: members.endingOf,
    findForMembers: files.findForMembers,
    async liveAmong(sessionIds) {
      const live = await sessions.liveAmong(sessionIds);
      used(live.map(({ id }) => id)); // a page that is open is in use, also when it asks nothing
      return live;
    },
    channel: createFileChannel(),
    wire,
    features,
    limits: { maxFileBytes: env.maxFileBytes },
    rateLimits: env.rateLimits,
    logger,
  });
  const findings = createFindings({ engine, features, store: repositories.findings, analysers, logger });
  const rateLimiter = createLimiter(redis, keys, env);
  serveCodeRuns({ engine, features, findings, store: repositories.codeRuns, limiter: rateLimiter, logger });
  return {
    env,
    logger,
    keys,
    verifier: createVerifier({ keys, sessions, used }),
    users,
    passwords: createPasswords(),
    sessions,
    files,
    editingSessions,
    editingSessionWriter: createEditingSessionWriter({ engine, editingSessions, logger }),
    members,
    invites,
    turns: createTurns(),
    engine,
    history: createHistory({ versions, log, files, engine, logger }),
    features,
    findings,
    assistant: openAssistant({ env, engine, features, files, runs, findings, logger }),
    rateLimiter,
    metrics,
    databaseAnswers: database.answers,
    redisAnswers: redis?.answers,
    stopping: false,
  };
}

/** How this process hears of the others, where there are any. */
function openWire(redis: RedisLink | undefined, { hash }: Keys, { redisUrl }: Env, logger: Logger) {
  if (redis === undefined || redisUrl === undefined) return { wire: NO_WIRE, close: () => undefined };
  const wire = createRedisFileWire({ url: redisUrl, link: redis, hashKey: hash, logger });
  return { wire, close: wire.close };
}

function createLimiter(redis: RedisLink | undefined, { hash }: Keys, { rateLimits }: Env): RateLimiter {
  const local = createRateLimiter(rateLimits);
  return redis === undefined || !rateLimits
    ? local
    : createSharedRateLimiter({ redis, local, hashKey: hash });
}

function sayHowItRuns(database: Database, env: Env, logger: Logger): void {
  if (database.kind === "pglite") {
    logger.info(
      { database: "embedded", dataDir: env.dataDir },
      "The embedded database is for one process and not proof against power loss; for more, set DATABASE_URL.",
    );
  } else logger.info({ database: "postgresql" }, "PostgreSQL is in use.");
  if (!env.rateLimits) {
    logger.warn(
      { rateLimits: false },
      "RATE_LIMITS is off: passwords can be tried and requests sent without limit. For load tests only!",
    );
  }
}
