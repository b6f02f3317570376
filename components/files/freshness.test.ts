import { expect, it } from "vitest";
import { isFresh, STALE_MS } from "./freshness";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 0, 2);

it.each([
  ["just read", 0, true],
  ["read a while ago", STALE_MS - 1, true],
  ["read too long ago", STALE_MS, false],
  ["read before the clock was set forward, or before the machine slept", HOUR_MS, false],
  ["read before the clock was set back, or by a server whose clock is ahead", -HOUR_MS, false],
])("what was %s (%i ms): fresh is %s", (_when, ageMs, fresh) => {
  expect(isFresh(NOW - ageMs, NOW)).toBe(fresh);
});
