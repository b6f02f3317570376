import { AppError, isAppError } from "@/lib/errors";
import type { Database } from "./database";

const RETRY_AFTER_SECONDS = 2;

/** Codes that mean "the database cannot be reached now": postgres.js's own, the system's, and SQLSTATE classes. */
const AWAY = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "53300", // too_many_connections
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "25006", // read_only_sql_transaction: a standby after a fail-over
]);
const CONNECTION_CLASS = "08";
/** A statement that was cut off after its time (`statement_timeout`): the database is there, and overloaded or locked. */
const QUERY_CANCELED = "57014";

/** The database's own code of an error: drizzle wraps the driver's error as `cause`. */
export function databaseCode(error: unknown): string | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = "cause" in at ? at.cause : null) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

/** Name of the unique constraint an insert ran into; undefined for any other error. */
export function violatedUnique(error: unknown): string | undefined {
  if (databaseCode(error) !== "23505") return undefined;
  for (let at = error; typeof at === "object" && at !== null; at = "cause" in at ? at.cause : null) {
    if ("constraint_name" in at && typeof at.constraint_name === "string") return at.constraint_name;
    if ("constraint" in at && typeof at.constraint === "string") return at.constraint;
  }
  return "";
}

export function isAway(error: unknown): boolean {
  const code = databaseCode(error);
  return code !== undefined && (AWAY.has(code) || code.startsWith(CONNECTION_CLASS));
}

/** What callers hear while the database is away. */
export const unavailable = (cause?: unknown): AppError =>
  new AppError("unavailable", "The database cannot be reached. Try again in a moment.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });

const tooSlow = (cause: unknown): AppError =>
  new AppError("unavailable", "The database took too long. Try again in a moment.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });

/** As callers hear it: what passes by itself is `unavailable`, anything else is as it was. */
function translated(error: unknown): unknown {
  if (isAppError(error)) return error;
  if (databaseCode(error) === QUERY_CANCELED) return tooSlow(error);
  return isAway(error) ? unavailable(error) : error;
}

/**
 * The same repository, whose methods say `unavailable` when the database is away, within a second (`Database.run`), or
 * when it gave up on a statement; other errors pass as they are.
 */
export function guarded<T extends object>(database: Database, repository: T): T {
  return new Proxy(repository, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver);
      if (typeof member !== "function") return member;
      return async (...input: unknown[]): Promise<unknown> => {
        try {
          return await database.run(async () => Reflect.apply(member, target, input));
        } catch (error) {
          throw translated(error);
        }
      };
    },
  });
}
