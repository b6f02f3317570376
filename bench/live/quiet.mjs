import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 500;
/** What a server that has nothing to do may use meanwhile. */
const IDLE_MS = 30;
const LIMIT_MS = 60_000;

/**
 * Resolves when servers and database have done what was left to do.
 * @param {() => { serverMs: number, databaseMs: number }} cost
 */
export async function untilIdle(cost) {
  const limit = performance.now() + LIMIT_MS;
  const total = () => cost().serverMs + cost().databaseMs;
  let quiet = 0;
  let before = total();
  while (quiet < 2 && performance.now() < limit) {
    await sleep(LOOK_MS);
    const now = total();
    quiet = now - before > IDLE_MS ? 0 : quiet + 1;
    before = now;
  }
}
