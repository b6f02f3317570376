import { AppError, isAppError } from "@/lib/errors";
import type { EngineBounds } from "./bounds";
import type { DocumentLog } from "./document-log";

const RETRY_AFTER_SECONDS = 2;

/** How the document log answers, so that nobody waits for long on a database that is away. */
export interface LogWatch {
  /** The same log, watched. */
  log: DocumentLog;
  /** For how long it has not answered: the age of the oldest call in flight, or of the first failure since a success. */
  stalledFor(): number;
}

export function watchLog(inner: DocumentLog, now: () => number): LogWatch {
  const inFlight = new Set<{ since: number }>();
  let failingSince: number | null = null;
  const watched = async <T>(call: () => Promise<T>): Promise<T> => {
    const mark = { since: now() };
    inFlight.add(mark);
    try {
      const result = await call();
      failingSince = null;
      return result;
    } catch (error) {
      failingSince ??= mark.since;
      throw error;
    } finally {
      inFlight.delete(mark);
    }
  };
  return {
    log: {
      append: (entries) => watched(() => inner.append(entries)),
      load: (fileId, upTo) => watched(() => inner.load(fileId, upTo)),
      rowsAfter: (fileId, seq) => watched(() => inner.rowsAfter(fileId, seq)),
      head: (fileId) => watched(() => inner.head(fileId)),
      heads: (fileIds) => watched(() => inner.heads(fileIds)),
      claimClients: (fileId, userId, ids) => watched(() => inner.claimClients(fileId, userId, ids)),
      // Not watched: it runs in the background, and nobody waits for it.
      saveSnapshot: (snapshot) => inner.saveSnapshot(snapshot),
    },
    stalledFor: () => {
      const oldest = Math.min(failingSince ?? Number.POSITIVE_INFINITY, ...[...inFlight].map((m) => m.since));
      return oldest === Number.POSITIVE_INFINITY ? 0 : now() - oldest;
    },
  };
}

export const databaseAway = (cause?: unknown): AppError =>
  new AppError("unavailable", "The database cannot be reached. Try again in a moment.", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });

/** What the caller is told when the log fails: its own words where it has any, else that it is away. */
export const asUnavailable = (error: unknown): AppError => (isAppError(error) ? error : databaseAway(error));

/**
 * The result of `work`, or `unavailable` once the database has not answered for a while. Trap: counted in looks, not in
 * time, since a process that was busy finds every answer late although the database was there all along.
 */
export function patiently<T>(watch: LogWatch, bounds: EngineBounds, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let looks = 0;
    const timer = setInterval(() => {
      looks = watch.stalledFor() > bounds.patienceCheck ? looks + 1 : 0;
      if (looks * bounds.patienceCheck < bounds.patience) return;
      clearInterval(timer);
      reject(databaseAway());
    }, bounds.patienceCheck);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
