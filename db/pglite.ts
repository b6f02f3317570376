import { chmod, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle, type PgliteDatabase } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { AppError, isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { answersInTime, CASING, type Database, MIGRATIONS_FOLDER, once } from "./database";
import { lockFolder } from "./folder-lock";
import { keepStatements } from "./pglite-statements";
import * as schema from "./schema";

/** The PostgreSQL major inside this PGlite; part of the folder's name, since another major cannot read it. */
const POSTGRES_MAJOR = "18";
const BYTEA = 17;
/** PGlite is PostgreSQL in single-user mode: nobody checkpoints or vacuums unless we do, and the log only grows. */
const CHECKPOINT_MS = 5 * 60_000;
const VACUUM_MS = 24 * 3_600_000;
const FIRST_VACUUM_MS = 10 * 60_000;
const SETTINGS = ["shared_buffers = 16MB", "min_wal_size = 32MB", "max_wal_size = 64MB"];

/**
 * Opens the embedded database in `dataDir` (made when missing, mode 0700: PGlite writes files that anyone may write)
 * behind a lock of our own. `dataDir` undefined: in memory, for tests.
 */
export async function openPglite(dataDir: string | undefined, logger: Logger): Promise<Database> {
  const release = dataDir === undefined ? () => undefined : await prepareFolder(dataDir);
  let client: PGlite | undefined;
  try {
    client = await startPglite(dataDir);
    const db = drizzle(client, { schema, casing: CASING });
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
    keepStatements(client);
    return asDatabase(client, db, release, logger);
  } catch (error) {
    await client?.close();
    release();
    throw error;
  }
}

function asDatabase(
  client: PGlite,
  db: PgliteDatabase<typeof schema>,
  release: () => void,
  logger: Logger,
): Database {
  const stopUpkeep = startUpkeep(client, logger);
  return {
    kind: "pglite",
    db,
    rows: async (statement) => (await db.execute<Record<string, unknown>>(statement)).rows,
    run: (call) => call(), // in our own process: it is always there
    answers: () => answersInTime(() => db.execute(sql`select 1`)),
    close: once(async () => {
      stopUpkeep();
      await client.close();
      release();
    }),
  };
}

async function startPglite(dataDir: string | undefined): Promise<PGlite> {
  const options = {
    postgresqlconf: SETTINGS,
    parsers: { [BYTEA]: fromHex },
    serializers: { [BYTEA]: toHex },
  };
  if (dataDir === undefined) return PGlite.create(options);
  try {
    return await PGlite.create({ dataDir: databaseFolder(dataDir), ...options });
  } catch (error) {
    // PGlite itself names no cause: a full disk, and files that it cannot read, look alike.
    throw new AppError(
      "internal",
      `DATA_DIR ${dataDir}: the database in it cannot be opened (a full disk, or damaged files)`,
      { cause: error },
    );
  }
}

/** PGlite's own, digit by digit, take ten times as long, and everybody waits for them. */
const fromHex = (text: string): Uint8Array => Buffer.from(text.slice("\\x".length), "hex");
function toHex(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw new TypeError("bytea is given as Uint8Array");
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
}

const databaseFolder = (dataDir: string) => path.join(dataDir, `pg${POSTGRES_MAJOR}`);

async function prepareFolder(dataDir: string): Promise<() => void> {
  let release: () => void;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
    release = await lockFolder(dataDir);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError("internal", `DATA_DIR ${dataDir} cannot be made or is not yours to write`, {
      cause: error,
    });
  }
  const versionFile = path.join(databaseFolder(dataDir), "PG_VERSION");
  const found = await readFile(versionFile, "utf8").catch(() => null); // missing: a new folder
  if (found !== null && found.trim() !== POSTGRES_MAJOR) {
    release();
    throw new AppError(
      "internal",
      `DATA_DIR ${dataDir} holds a database of PostgreSQL ${found.trim()}; this Tandem reads ${POSTGRES_MAJOR}`,
    );
  }
  return release;
}

function startUpkeep(client: PGlite, logger: Logger): () => void {
  const run = (statement: string) => () => {
    client
      .exec(statement)
      .catch((error: unknown) => logger.warn({ err: error, statement }, "database upkeep failed"));
  };
  const timers = [
    setInterval(run("checkpoint"), CHECKPOINT_MS),
    setInterval(run("vacuum analyze"), VACUUM_MS),
    setTimeout(run("vacuum analyze"), FIRST_VACUUM_MS),
  ];
  for (const timer of timers) timer.unref();
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
