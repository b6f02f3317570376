import { expect, test, vi } from "vitest";
import { failuresOf } from "@/test-support/live-fuzz/failures";
import { testSeed } from "@/test-support/random";

/** The schedules of live-fuzz.test.ts, with seeds that nobody has run yet. One that fails becomes a case there. */
vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));
vi.mock("./client-ids", () => import("@/test-support/live-fuzz/client-ids"));

const SCHEDULES = 10_000;
const LIMIT_MS = 3_600_000;

test(
  "I1, I2, I4, I7, I8, I9: ten thousand fresh schedules lose, double and forge nothing",
  async () => {
    const first = testSeed();
    const failures = await failuresOf(first, Number(process.env.TEST_SCHEDULES ?? SCHEDULES));
    expect(failures, `from seed ${first}: [seed, what]: ${JSON.stringify(failures)}`).toEqual([]);
  },
  LIMIT_MS,
);
