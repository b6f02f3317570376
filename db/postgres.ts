import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { answersInTime, CASING, type Database, MIGRATIONS_FOLDER, once } from "./database";
import { isAway } from "./errors";
import * as schema from "./schema";

const POOL_MAX = 10;
/** Short, so that callers hear 503 within a second while the database is away. */
const CONNECT_SECONDS = 1;
const RECONNECT_SECONDS = 0.2;
const CLOSE_SECONDS = 3;
/** How long a start waits for a database that is itself starting (docker compose up). */
const BOOT_WAIT_MS = 20_000;
const BOOT_RETRY_MS = 500;
const MIGRATION_LOCK = 7_291_001;
const STATEMENT_LIMIT_MS = 30_000;

function connect(url: string, max: number) {
  return postgres(url, {
    max,
    connect_timeout: CONNECT_SECONDS,
    backoff: () => RECONNECT_SECONDS,
    onnotice: () => undefined,
    connection: { application_name: "tandem", statement_timeout: STATEMENT_LIMIT_MS },
  });
}

/** Opens PostgreSQL 14 or newer and applies the migrations. Waits for a database that is only just starting. */
export async function openPostgres(url: string, logger: Logger): Promise<Database> {
  await migrateWhenUp(url, logger);
  const client = connect(url, POOL_MAX);
  const db = drizzle(client, { schema, casing: CASING });
  return {
    kind: "postgres",
    db,
    rows: async (statement) => [...(await db.execute(statement))],
    answers: () => answersInTime(() => db.execute(sql`select 1`)),
    close: once(() => client.end({ timeout: CLOSE_SECONDS })),
  };
}

async function migrateWhenUp(url: string, logger: Logger): Promise<void> {
  const deadline = Date.now() + BOOT_WAIT_MS;
  for (let told = false; ; ) {
    const client = connect(url, 1);
    try {
      // One process at a time: several may start together on one database.
      await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
      await migrate(drizzle(client, { casing: CASING }), { migrationsFolder: MIGRATIONS_FOLDER });
      return;
    } catch (error) {
      if (!isAway(error)) throw error;
      if (Date.now() > deadline) {
        throw new AppError("unavailable", "DATABASE_URL names a PostgreSQL that cannot be reached", {
          cause: error,
        });
      }
      if (!told) logger.info({}, "waiting for the database");
      told = true;
      await sleep(BOOT_RETRY_MS);
    } finally {
      await client.end({ timeout: CLOSE_SECONDS });
    }
  }
}
