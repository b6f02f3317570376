import { test } from "vitest";
import { expectNothingLostByKills } from "@/test-support/kills";
import { testSeed } from "@/test-support/random";

/** server.crash.test.ts with many more kills; the seeds are fresh, and a failure names its own. */

const KILLS = 100;
const LIMIT_MS = 1_800_000;

test.concurrent.each(["the embedded database", "PostgreSQL"] as const)(
  "I1: kill -9 at 100 random moments on %s loses nothing shown or acknowledged",
  (database) => expectNothingLostByKills(KILLS, { seed: testSeed(), database }),
  LIMIT_MS,
);
