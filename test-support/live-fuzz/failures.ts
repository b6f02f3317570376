import { runSchedule } from "./schedule";
import type { WorldOptions } from "./world";

/** Runs so many schedules; answers the seeds that failed, with what was broken. */
export async function failuresOf(
  first: number,
  count: number,
  options?: WorldOptions,
): Promise<[number, string][]> {
  const failures: [number, string][] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    try {
      await runSchedule(seed, options);
    } catch (error) {
      failures.push([seed, error instanceof Error ? error.message : String(error)]);
    }
  }
  return failures;
}
