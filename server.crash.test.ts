import { test } from "vitest";
import { expectNothingLostByKills } from "@/test-support/kills";
import { testSeed } from "@/test-support/random";

/**
 * I1, from outside: whatever anyone was shown, or was told is saved, survives a kill at any moment. Thirty moments in all;
 * `npm run test:soak` has more.
 */

const KILLS = 15;
const LIMIT_MS = 360_000;

test.concurrent.each(["the embedded database", "PostgreSQL"] as const)(
  "I1: kill -9 at 15 random moments on %s loses nothing shown or acknowledged",
  (database) => expectNothingLostByKills(KILLS, { seed: testSeed(), database }),
  LIMIT_MS,
);
