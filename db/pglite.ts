import { chmod, mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { answersInTime, CASING, type Database, MIGRATIONS_FOLDER, once } from "./database";
import { lockFolder } from "./folder-lock";
import * as schema from "./schema";

/** The PostgreSQL major inside this PGlite; part of the folder's name, since another major cannot read it. */
const POSTGRES_MAJOR = "18";
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
  try {
    const client = await PGlite.create({
      ...(dataDir === undefined ? {} : { dataDir: path.join(dataDir, `pg${POSTGRES_MAJOR}`) }),
      postgresqlconf: SETTINGS,
    });
    const db = drizzle(client, { schema, casing: CASING });
    await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
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
  } catch (error) {
    release();
    throw error;
  }
}

async function prepareFolder(dataDir: string): Promise<() => void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await chmod(dataDir, 0o700);
  } catch (error) {
    throw new AppError("internal", `DATA_DIR ${dataDir} cannot be made or is not yours to write`, {
      cause: error,
    });
  }
  const release = await lockFolder(dataDir);
  const versionFile = path.join(dataDir, `pg${POSTGRES_MAJOR}`, "PG_VERSION");
  const found = await readFile(versionFile, "utf8").catch(() => null); // missing: a new folder
  if (found !== null && found.trim() !== POSTGRES_MAJOR) {
    release();
    throw new AppError("internal", `DATA_DIR ${dataDir} holds a database of PostgreSQL ${found.trim()}`);
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
