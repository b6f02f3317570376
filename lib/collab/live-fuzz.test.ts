import { expect, test, vi } from "vitest";
import { runSchedule } from "@/test-support/live-fuzz/schedule";
import { testSeed } from "@/test-support/random";

vi.mock("node:timers/promises", () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

test("schedules", async () => {
  const first = testSeed();
  const failures: string[] = [];
  const n = Number(process.env.TEST_SCHEDULES ?? 50);
  const t = performance.now();
  for (let seed = first; seed < first + n; seed += 1) {
    try {
      await runSchedule(seed);
    } catch (error) {
      failures.push(`seed ${seed}: ${String(error instanceof Error ? error.stack : error).slice(0, 900)}`);
    }
  }
  process.stdout.write(
    `${n} in ${performance.now() - t} ms, ${failures.length} failed\n${failures.slice(0, 8).join("\n")}\n`,
  );
  expect(failures.length).toBe(0);
}, 600_000);
