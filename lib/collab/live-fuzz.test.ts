import { expect, test, vi } from "vitest";
import { runSchedule } from "@/test-support/live-fuzz/schedule";
import type { Broken } from "@/test-support/live-fuzz/world";

/**
 * Seeded schedules of joins, drops, offline edits, reloads, role changes, PUTs, failing commits and server restarts, in
 * virtual time, with the browser's own half (client-sync) on the real engine. `TEST_SEED` begins elsewhere,
 * `TEST_SCHEDULES` says how many, `TEST_TRACE` prints what happened.
 *
 * Known gaps, at most 3 in 1,000 schedules, listed rather than hidden: a PUT meets a word that is just being typed.
 */
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));
vi.mock("./client-ids", () => import("@/test-support/live-fuzz/client-ids"));

const FIRST_SEED = 1;
const KNOWN_TO_FAIL: readonly number[] = [];
/** One person's tabs shared a local copy, and one erased what another, offline, had not sent (543 too). */
const FAILED_ONCE = [2676, 5442, 5481, 5647];
const SCHEDULES = 1_000;
const LIMIT_MS = 300_000;

async function failuresOf(first: number, count: number, broken?: Broken): Promise<[number, string][]> {
  const failures: [number, string][] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    try {
      await runSchedule(seed, broken);
    } catch (error) {
      failures.push([seed, error instanceof Error ? error.message : String(error)]);
    }
  }
  return failures;
}

test(
  "I1, I2, I4, I7, I8, I9: a thousand schedules lose, double and forge nothing, and all end with the log's text",
  async () => {
    const first = Number(process.env.TEST_SEED ?? FIRST_SEED);
    const count = Number(process.env.TEST_SCHEDULES ?? SCHEDULES);
    const failures = await failuresOf(first, count);
    const known = KNOWN_TO_FAIL.filter((seed) => seed >= first && seed < first + count);
    expect(
      failures.map(([seed]) => seed),
      `[seed, what]: ${JSON.stringify(failures)}`,
    ).toEqual(known);
  },
  LIMIT_MS,
);

test.each(FAILED_ONCE)("schedule %i, which failed once, does not fail again", (seed) => runSchedule(seed));

test.each(["relays-before-it-commits", "subscribes-after-it-reads", "shares-copies-between-pages"] as const)(
  "what %s is found out",
  async (broken) => {
    expect(await failuresOf(FIRST_SEED, 200, broken)).not.toEqual([]);
  },
  LIMIT_MS,
);
