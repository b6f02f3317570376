import type net from "node:net";
import type { Readable } from "node:stream";
import { openDatabase } from "@/db/client";
import type { Database } from "@/db/database";
import { isAway, unavailable } from "@/db/errors";
import { createRepositories } from "@/db/repositories";
import { exportDatabase } from "@/db/transfer/export-database";
import { readExportFile, streamOf, writeExportFile } from "@/db/transfer/export-file";
import { importDatabase } from "@/db/transfer/import-database";
import { askServer, connectToServer } from "@/lib/admin/admin-socket";
import { accountActionSchema, administer } from "@/lib/auth/administer";
import { type Env, EnvError, readEnv } from "@/lib/env";
import { AppError, isAppError } from "@/lib/errors";
import { createLogger, type Logger } from "@/lib/logger";

/** The administrator's commands (scripts/admin.mjs runs them): `user`, `db:migrate`, `db:export`, `db:import`. */

const USAGE = `usage: npm run user -- deactivate | activate | reset-password EMAIL
       npm run db:migrate
       npm run db:export [-- FILE]
       npm run db:import -- FILE`;

/** Answers what to say on standard output. */
async function run([command, ...rest]: string[], env: Env, logger: Logger): Promise<string> {
  const [first, second] = rest;
  const action = accountActionSchema.safeParse(first);
  if (command === "user" && action.success && second !== undefined && rest.length === 2)
    return changeAccount(env, logger, action.data, second);
  if (command === "db:migrate" && rest.length === 0)
    return withDatabase(env, logger, async () => "The tables are up to date.");
  if (command === "db:export" && first !== undefined && rest.length === 1)
    return exportTo(env, logger, first);
  if (command === "db:import" && first !== undefined && rest.length === 1)
    return withDatabase(env, logger, async (database) => {
      const rows = await importDatabase(database, readExportFile(first));
      return `Imported ${rows} rows from ${first}.`;
    });
  throw new AppError("bad_request", USAGE);
}

async function changeAccount(
  env: Env,
  logger: Logger,
  action: Parameters<typeof administer>[1],
  email: string,
): Promise<string> {
  const server = await runningServer(env);
  if (server !== null) {
    const { ok, said } = await askServer(server, { command: "user", action, email });
    if (!ok) throw new AppError("not_found", said);
    return said;
  }
  return withDatabase(env, logger, (database) => {
    const { users } = createRepositories(database);
    return administer({ users, logger, onEnded: () => undefined }, action, email);
  });
}

async function exportTo(env: Env, logger: Logger, file: string): Promise<string> {
  const server = await runningServer(env);
  if (server === null)
    await withDatabase(env, logger, (database) =>
      writeExportFile(
        file,
        streamOf((write) => exportDatabase(database, write)),
      ),
    );
  else await writeExportFile(file, linesOf(server));
  return `Exported to ${file}. It holds the hashes of passwords: keep it to yourself.`;
}

/** The server's answer to a request for an export. */
function linesOf(server: net.Socket): Readable {
  server.end(JSON.stringify({ command: "export" }));
  return server;
}

/** Only the embedded database needs the server that runs on it: PostgreSQL takes us as well. */
async function runningServer({ databaseUrl, dataDir }: Env): Promise<net.Socket | null> {
  return databaseUrl === undefined ? connectToServer(dataDir) : null;
}

async function withDatabase<T>(
  env: Env,
  logger: Logger,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(env, logger);
  try {
    return await work(database);
  } catch (error) {
    throw !isAppError(error) && isAway(error) ? unavailable(error) : error;
  } finally {
    await database.close();
  }
}

/** The words of the first cause: those around it hold statements, with what was to be stored. */
function innermost(error: unknown): string {
  if (error instanceof EnvError || isAppError(error)) return error.message;
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at instanceof Error ? at.message : String(at);
}

async function main(): Promise<void> {
  try {
    const env = readEnv();
    const logger = createLogger(env.logLevel, process.stderr.fd);
    process.stdout.write(`${await run(process.argv.slice(2), env, logger)}\n`);
  } catch (error) {
    process.stderr.write(`tandem: ${innermost(error)}\n`);
    process.exitCode = 1;
  }
}

void main();
