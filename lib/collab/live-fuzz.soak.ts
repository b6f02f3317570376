import { expect, test, vi } from "vitest";
import { failuresOf } from "@/test-support/live-fuzz/failures";
import { testSeed } from "@/test-support/random";

/** The schedules of live-fuzz.test.ts, with seeds that nobody has run yet. One that fails becomes a case there. */
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));
vi.mock("./client-ids", () => import("@/test-support/live-fuzz/client-ids"));

const LIMIT_MS = 3_600_000;

test.each([
  ["ten thousand fresh schedules", 10_000, 1],
  ["five thousand fresh schedules of two server processes", 5_000, 2],
])(
  "I1, I2, I3, I4, I7, I8, I9: %s lose, double and forge nothing",
  async (_what, schedules, processes) => {
    const first = testSeed();
    const count = Number(process.env.TEST_SCHEDULES ?? schedules);
    const failures = await failuresOf(first, count, { processes });
    expect(failures, `from seed ${first}: [seed, what]: ${JSON.stringify(failures)}`).toEqual([]);
  },
  LIMIT_MS,
);
