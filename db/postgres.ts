import { setTimeout as sleep } from "node:timers/promises";
import { DrizzleQueryError } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { AppError, isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { steadyNow } from "@/lib/steady-clock";
import { CASING, type Database, MIGRATIONS_FOLDER, once } from "./database";
import { databaseCode, isAway } from "./errors";
import { createLifeline } from "./lifeline";
import { type PostgresAddress, parsePostgresAddress } from "./postgres-address";
import { openClient, type PostgresClient } from "./postgres-client";

const POOL_MAX = 10;
const CLOSE_SECONDS = 3;
/** How long a start waits for a database that is itself starting (docker compose up). */
const BOOT_WAIT_MS = 20_000;
const BOOT_RETRY_MS = 500;
const MIGRATION_LOCK = 7_291_001;
const VERSION_MIN = 14;
const DIALECT = new PgDialect({ casing: CASING });
const SQL_STATE = /^[0-9A-Z]{5}$/;
export const SESSION_SETTINGS = {
  /**
   * Nothing may hold a lock for ever: not a statement that takes too long, and not a transaction whose process was
   * frozen or cut off between two of its statements. Milliseconds.
   */
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 10_000,
  /** As storage is today. By the default of 4 the list of one's files reads every file's head there is: 15 ms, not 2. */
  random_page_cost: 1.1,
};

/** Opens PostgreSQL 14 or newer and applies the migrations. Waits for a database that is only just starting. */
export async function openPostgres(url: string, logger: Logger): Promise<Database> {
  const address = parsePostgresAddress(url);
  await migrateWhenUp(address, logger);
  const open = () => ({
    pool: openClient(address, POOL_MAX, { settings: SESSION_SETTINGS }),
    prober: openClient(address, 1, { lasting: true }),
  });
  let clients = open();
  // Connected before anybody calls: on a busy machine connecting may take longer than a sign of life may.
  await clients.prober.sql`select 1`.catch((error: unknown) => {
    clients.prober.drop();
    throw error;
  });
  const lifeline = createLifeline({
    probe: async () => clients.prober.sql`select 1`,
    reset() {
      clients.pool.drop();
      clients.prober.drop();
      clients = open();
    },
    logger,
  });
  return {
    kind: "postgres",
    get db() {
      return clients.pool.db;
    },
    async rows(statement) {
      const { sql: text, params } = DIALECT.sqlToQuery(statement);
      // Parsed once a connection: drizzle has each statement parsed anew, and described first, by a round trip of its own.
      const asked = clients.pool.sql.unsafe(text, params.map(bindable), { prepare: true });
      return [
        ...(await asked.catch((cause: Error) => {
          throw new DrizzleQueryError(text, params, cause); // as from every other statement
        })),
      ];
    },
    run: lifeline.run,
    answers: lifeline.answers,
    close: once(async () => {
      lifeline.close();
      clients.prober.drop();
      await clients.pool.end(CLOSE_SECONDS);
      clients.pool.drop();
    }),
  };
}

type Bindable = string | number | boolean | Uint8Array | null;

/** Values of columns drizzle has made into these; of others a raw statement must take care itself. */
function bindable(value: unknown): Bindable {
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new TypeError(`a raw statement cannot bind a value of type ${typeof value}`);
}

async function migrateWhenUp(address: PostgresAddress, logger: Logger): Promise<void> {
  const deadline = steadyNow() + BOOT_WAIT_MS;
  for (let told = false; ; ) {
    const client = openClient(address, 1);
    try {
      await migrateNow(client);
      return;
    } catch (error) {
      if (!isAway(error)) throw refused(error);
      if (steadyNow() > deadline) {
        const words = `DATABASE_URL names a PostgreSQL that cannot be reached (${innermost(error)})`;
        throw new AppError("unavailable", words, { cause: error });
      }
      if (!told) logger.info({}, "waiting for the database");
      told = true;
      await sleep(BOOT_RETRY_MS);
    } finally {
      await client.end(CLOSE_SECONDS);
      client.drop();
    }
  }
}

async function migrateNow({ sql, db }: PostgresClient): Promise<void> {
  const [server] = await sql<{ version: number }[]>`
    select current_setting('server_version_num')::int / 10000 as version`;
  if (server !== undefined && server.version < VERSION_MIN) {
    throw new AppError(
      "unavailable",
      `DATABASE_URL names a PostgreSQL ${server.version}; ${VERSION_MIN} or newer is needed`,
    );
  }
  // One process at a time: several may start together on one database.
  await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
  await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
}

/** A server that is there and says no (password, missing database, rights), or is not whom a certificate names: in one line. */
function refused(error: unknown): unknown {
  const code = databaseCode(error);
  if (isAppError(error) || code === undefined) return error;
  const says = SQL_STATE.test(code) ? "PostgreSQL says: " : "";
  return new AppError("unavailable", `DATABASE_URL: ${says}${innermost(error)}`, { cause: error });
}

function innermost(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at instanceof Error ? at.message : String(at);
}
