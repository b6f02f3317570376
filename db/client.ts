import type { Logger } from "@/lib/logger";
import type { Database } from "./database";

/** Opens the configured database and applies the migrations: PostgreSQL when an address is given, else the embedded one. */
export async function openDatabase(
  env: { databaseUrl: string | undefined; dataDir: string },
  logger: Logger,
): Promise<Database> {
  // Imported on demand: who uses PostgreSQL should not load 20 MB of WebAssembly.
  if (env.databaseUrl !== undefined)
    return (await import("./postgres")).openPostgres(env.databaseUrl, logger);
  return (await import("./pglite")).openPglite(env.dataDir, logger);
}
