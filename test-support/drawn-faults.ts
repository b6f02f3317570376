import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "./random";

/** One way in which something can fail. */
export interface DrawnFault {
  name: string;
  begin(): unknown;
  /** Resolves when it works again, as far as it says so. */
  end(): unknown;
}

/** Something that fails in one way at a time. */
export interface Part {
  name: string;
  faults: readonly DrawnFault[];
  /** `changing`: it is being given back, and nobody can know how far that is. */
  state: "well" | "away" | "changing";
  /** When it came into that state (`performance.now`). */
  since: number;
}

const QUIET_MIN_MS = 2_000;
const QUIET_MAX_MS = 10_000;
const AWAY_MIN_MS = 300;
const AWAY_MAX_MS = 9_000;

export const createPart = (name: string, faults: readonly DrawnFault[]): Part => ({
  name,
  faults,
  state: "well",
  since: Number.NEGATIVE_INFINITY,
});

/**
 * Lets parts fail for so long, each by itself, so that faults meet in every way; what fails when and for how long follows
 * from the seed. Resolves with how many faults there were, when all is given back.
 */
export async function drawFaults(
  parts: readonly Part[],
  { seed, forMs, say }: { seed: number; forMs: number; say: (line: string) => void },
): Promise<number> {
  const began = performance.now();
  const failing = parts.map(async (part, n) => {
    const random = seededRandom(seed + n);
    for (let count = 0; ; count += 1) {
      const quiet = QUIET_MIN_MS + random() * (QUIET_MAX_MS - QUIET_MIN_MS);
      if (performance.now() + quiet > began + forMs) return count;
      await sleep(quiet);
      const fault = part.faults[Math.floor(random() * part.faults.length)];
      if (fault === undefined) throw new Error(`nothing can happen to ${part.name}`);
      const awayMs = AWAY_MIN_MS + random() ** 2 * (AWAY_MAX_MS - AWAY_MIN_MS); // short ones more often
      say(`${seconds(performance.now() - began)}: ${part.name} ${fault.name} for ${seconds(awayMs)}`);
      await fail(part, fault, awayMs);
    }
  });
  return (await Promise.all(failing)).reduce((sum, count) => sum + count, 0);
}

async function fail(part: Part, fault: DrawnFault, awayMs: number): Promise<void> {
  const become = (state: Part["state"]) => Object.assign(part, { state, since: performance.now() });
  become("changing");
  await fault.begin();
  become("away");
  await sleep(awayMs);
  become("changing");
  await fault.end();
  become("well");
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
