import { rm } from "node:fs/promises";
import { createLogger } from "@/lib/logger";
import { newDataDir } from "@/test-support/data-dir";
import { createDatabase } from "@/test-support/postgres-database";
import type { Database } from "./database";
import { openPglite } from "./pglite";
import { openPostgres } from "./postgres";
import { createRepositories, type Repositories } from "./repositories";

export const DATABASE_KINDS = ["pglite", "postgres"] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

export interface TestDatabase extends Repositories {
  database: Database;
  /** A second, independent connection to the same data (PostgreSQL only: the embedded one has a single connection). */
  another(): Promise<Repositories & { close(): Promise<void> }>;
  close(): Promise<void>;
}

/** A new, migrated, empty database for one test file. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const logger = createLogger("silent");
  if (kind === "pglite") {
    const dataDir = process.env.TEST_DATA_DIR ? await newDataDir() : undefined;
    const database = await openPglite(dataDir, logger);
    const repositories = createRepositories(database);
    return {
      database,
      ...repositories,
      another: async () => ({ ...repositories, close: async () => undefined }),
      async close() {
        await database.close();
        if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  const created = await createDatabase();
  const database = await openPostgres(created.url, logger);
  return {
    database,
    ...createRepositories(database),
    another: async () => {
      const second = await openPostgres(created.url, logger);
      return { ...createRepositories(second), close: second.close };
    },
    close: async () => {
      await database.close();
      await created.drop();
    },
  };
}
