import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@/lib/logger";
import { databaseCode, isAway, unavailable } from "./errors";

/** Nobody waits for long on a database that is away, and what hung on it is let go. */
export interface Lifeline {
  /** Runs one call; it rejects with `unavailable` as soon as the database gives no sign of life. */
  run<T>(call: () => Promise<T>): Promise<T>;
  /** Whether the database gives a sign of life within a second. */
  answers(): Promise<boolean>;
  close(): void;
}

interface LifelineParts {
  /** A trivial query on a connection that no call uses: calls may be slow, and then the database is still there. */
  probe(): Promise<unknown>;
  /** Lets every connection go, with whatever hangs on it; the next call or probe opens new ones. */
  reset(): void;
  logger: Logger;
}

interface Call {
  since: number;
  /** Ticks until the next look; a tick, unlike a clock, does not count while our own process stands still. */
  patience: number;
  lose(): void;
}

const TICK_MS = 100;
/** A call that takes longer makes us look: 0.3 s, and 0.5 s for the sign of life, keep within the promised second. */
const FIRST_LOOK_TICKS = 3;
const NEXT_LOOK_TICKS = 10;
const PROBE_TICKS = 5;
/** Longer than any statement may take there (`statement_timeout`): the call's own connection is dead. */
const CALL_LIMIT_MS = 40_000;
/** Said by a server that is there: the probe's connection is one too many. */
const TOO_MANY_CONNECTIONS = "53300";

export function createLifeline({ probe, reset, logger }: LifelineParts): Lifeline {
  const calls = new Set<Call>();
  let away = false;
  let watching = false;
  let closed = false;
  let judging: Promise<void> | null = null;

  const loseAll = () => {
    for (const call of calls) call.lose();
    calls.clear();
    reset();
  };
  const look = async () => {
    const alive = await givesSign(probe());
    if (closed) return;
    if (alive === away) logger.warn({}, alive ? "the database is back" : "the database does not answer");
    away = !alive;
    if (away) void watch(); // also when no call, but a question, found it out: calls only wait for it to be back
    const oldest = Math.min(...[...calls].map(({ since }) => since));
    if (away || performance.now() - oldest > CALL_LIMIT_MS) loseAll();
    for (const call of calls) call.patience = NEXT_LOOK_TICKS;
  };
  /** One look at a time, whoever asks. */
  const judge = (): Promise<void> => {
    judging ??= look().finally(() => {
      judging = null;
    });
    return judging;
  };
  const watch = async () => {
    if (watching) return;
    watching = true;
    while (!closed && (away || calls.size > 0)) {
      await sleep(TICK_MS, undefined, { ref: false });
      for (const call of calls) call.patience -= 1;
      if (away || [...calls].some(({ patience }) => patience <= 0)) await judge();
    }
    watching = false;
  };
  return {
    run(call) {
      if (away) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        const mark: Call = {
          since: performance.now(),
          patience: FIRST_LOOK_TICKS,
          lose: () => reject(unavailable()),
        };
        calls.add(mark);
        void watch();
        call()
          .then(resolve, reject)
          .finally(() => calls.delete(mark));
      });
    },
    async answers() {
      await judge();
      return !away;
    },
    close() {
      closed = true;
    },
  };
}

async function givesSign(sign: Promise<unknown>): Promise<boolean> {
  let answer: boolean | undefined;
  const settled = sign.then(
    () => {
      answer = true;
    },
    (error: unknown) => {
      answer = !isAway(error) || databaseCode(error) === TOO_MANY_CONNECTIONS;
    },
  );
  for (let tick = 0; tick < PROBE_TICKS && answer === undefined; tick += 1) {
    await Promise.race([settled, sleep(TICK_MS, undefined, { ref: false })]);
  }
  // Once more past the sockets: after a standstill of our own, timers come before what has long arrived.
  await setImmediate();
  return answer ?? false;
}
