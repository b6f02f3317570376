import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Container } from "@/lib/container";
import { AppError } from "@/lib/errors";

/** When a request that is still going asks whether the database is there, and how long that may take: under a second. */
const LOOK_AFTER_MS = 250;
const ANSWER_LIMIT_MS = 600;
const RETRY_AFTER_SECONDS = 2;

type Watched = Pick<Container, "env" | "databaseAnswers">;

let look: Promise<boolean> | undefined;

/**
 * The result of `work`, or `unavailable` within a second when it waits for a database that does not answer. A slow
 * caller or a long query is waited for. What was begun goes on: a change may still be made afterwards.
 */
export async function withinPatience<T>(work: Promise<T>, container: Watched): Promise<T> {
  // The embedded database is in this process: it cannot be away, only busy.
  if (container.env.databaseUrl === undefined) return work;
  let finished = false;
  const done = work.finally(() => {
    finished = true;
  });
  for (let wait = LOOK_AFTER_MS; ; wait *= 2) {
    await settledOrAfter(done, wait);
    if (finished) return done;
    const there = await Promise.race([done.then(() => true), databaseIsThere(container)]);
    if (finished) return done;
    if (!there) {
      throw new AppError("unavailable", "The database does not answer. Try again in a moment.", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
  }
}

async function settledOrAfter(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const timer = new AbortController();
  const settled = work.then(
    () => undefined,
    () => undefined, // whoever awaits `work` itself hears of it
  );
  const waited = sleep(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined); // cancelled below
  await Promise.race([settled, waited]);
  timer.abort();
}

/** One look at a time for all requests. */
function databaseIsThere(container: Watched): Promise<boolean> {
  look ??= lookOnce(container).finally(() => {
    look = undefined;
  });
  return look;
}

async function lookOnce({ databaseAnswers }: Watched): Promise<boolean> {
  const late = async () => {
    await sleep(ANSWER_LIMIT_MS);
    await setImmediate(); // a process that was busy itself reads what has come in before it judges
    return false;
  };
  return Promise.race([databaseAnswers(), late()]);
}
