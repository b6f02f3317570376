import type { SQL } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema";

export type Drizzle = PgDatabase<PgQueryResultHKT, typeof schema>;

/** An open, migrated database, whichever kind it is. */
export interface Database {
  kind: "pglite" | "postgres";
  /** Read it anew for each call: it is another one after connections were lost. */
  readonly db: Drizzle;
  /** Rows of a raw statement; int8 may be a string or a number, depending on the driver. */
  rows(statement: SQL): Promise<Record<string, unknown>[]>;
  /** Runs one call of a repository; rejects with `unavailable` as soon as the database gives no sign of life. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Whether it answers within a second. */
  answers(): Promise<boolean>;
  /** Idempotent. */
  close(): Promise<void>;
}

export const MIGRATIONS_FOLDER = "drizzle";
/** `casing` must be the same here and in drizzle.config.ts. */
export const CASING = "snake_case";
const ANSWER_LIMIT_MS = 900;

/** Whether a trivial query comes back in time. */
export async function answersInTime(query: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWER_LIMIT_MS);
  });
  const answered = query().then(
    () => true,
    () => false, // away: that is the answer
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs `close` once, however often the result is called. */
export function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
