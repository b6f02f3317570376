import { runSchedule } from "./schedule";
import type { Broken } from "./world";

/** Runs so many schedules; answers the seeds that failed, with what was broken. */
export async function failuresOf(first: number, count: number, broken?: Broken): Promise<[number, string][]> {
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
