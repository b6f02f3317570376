import { runSchedule } from "./schedule";
import type { WorldOptions } from "./world";

type Failure = [seed: number, what: string];

/** Runs so many schedules, or until `most` of them have failed; answers the seeds that failed, with what was broken. */
export async function failuresOf(
  first: number,
  count: number,
  options?: WorldOptions,
  most = Number.POSITIVE_INFINITY,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (let seed = first; seed < first + count && failures.length < most; seed += 1) {
    try {
      await runSchedule(seed, options);
    } catch (error) {
      failures.push([seed, error instanceof Error ? error.message : String(error)]);
    }
  }
  return failures;
}
