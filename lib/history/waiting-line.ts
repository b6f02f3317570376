import { AppError } from "@/lib/errors";

/** Readers of history that may wait in one process. */
const WAITING_MAX = 100;
const RETRY_AFTER_SECONDS = 2;

/** Runs work one after the other: replays take processor time, and live editing comes first. */
export function createWaitingLine(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting >= WAITING_MAX)
      throw new AppError("unavailable", "Too many are reading history now. Try again in a moment.", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    waiting += 1;
    const mine = last.then(work);
    last = mine.catch(() => undefined); // its caller is told; the next one begins all the same
    try {
      return await mine;
    } finally {
      waiting -= 1;
    }
  };
}
