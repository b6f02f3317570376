import { describe, expect, test } from "vitest";
import { createRateLimiter, type RateLimit } from "./rate-limiter";

const LIMIT: RateLimit = { name: "tries", points: 10, windowMs: 60_000 };

function limiterAt(start = 1_000_000) {
  let time = start;
  const limiter = createRateLimiter(true, () => time);
  const take = () => limiter.take(LIMIT, "ann");
  const wait = (milliseconds: number) => {
    time += milliseconds;
  };
  return { limiter, take, wait };
}

test("gives as many points as the limit says, then says how long to wait", async () => {
  const { take } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) expect(await take()).toEqual({ allowed: true });
  expect(await take()).toEqual({ allowed: false, retryAfterSeconds: 61 });
});

test("refusals cost nothing, and whoever waits as told is let in", async () => {
  const { take, wait } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  for (let round = 0; round < 30; round += 1) {
    const refused = await take();
    if (refused.allowed) throw new Error("there was a point too many");
    expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    wait(refused.retryAfterSeconds * 1_000);
    expect(await take(), `round ${round}`).toEqual({ allowed: true });
  }
});

test("slides: never more than twice a window's points around its edge, and half of them after half a window", async () => {
  const { take, wait } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  wait(LIMIT.windowMs * 1.5);
  let given = 0;
  while ((await take()).allowed) given += 1;
  expect(given).toBe(LIMIT.points / 2);
});

test("forgets after two windows", async () => {
  const { take, wait } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  wait(LIMIT.windowMs * 2);
  let given = 0;
  while ((await take()).allowed) given += 1;
  expect(given).toBe(LIMIT.points);
});

test("keys and limits do not touch each other, and a reset gives a key its points back", async () => {
  const { limiter, take } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  expect((await take()).allowed).toBe(false);
  expect((await limiter.take(LIMIT, "bob")).allowed).toBe(true);
  expect((await limiter.take({ ...LIMIT, name: "other" }, "ann")).allowed).toBe(true);
  await limiter.reset(LIMIT, "ann");
  expect((await take()).allowed).toBe(true);
});

test("a point given back can be taken again, and nobody gains one by it", async () => {
  const { limiter, take } = limiterAt();
  await limiter.giveBack(LIMIT, "ann");
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  await limiter.giveBack(LIMIT, "ann");
  expect((await take()).allowed).toBe(true);
  expect((await take()).allowed).toBe(false);
});

test("by address: an IPv6 network counts as one caller, IPv4 addresses each", async () => {
  const { limiter } = limiterAt();
  const limit: RateLimit = { ...LIMIT, by: "address" };
  for (let n = 0; n < LIMIT.points; n += 1) await limiter.take(limit, `2001:db8::${n}`);
  expect((await limiter.take(limit, "2001:db8::ffff:1")).allowed).toBe(false);
  expect((await limiter.take(limit, "2001:db8:0:1::1")).allowed).toBe(true);
  for (let n = 0; n < LIMIT.points; n += 1) await limiter.take(limit, "10.0.0.1");
  expect((await limiter.take(limit, "10.0.0.1")).allowed).toBe(false);
  expect((await limiter.take(limit, "10.0.0.2")).allowed).toBe(true);
});

const MIB = 1024 * 1024;

test("a million addresses cost a bounded memory, and push nobody out of another limit", async () => {
  const { limiter, take } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  const flood: RateLimit = { ...LIMIT, name: "flood", by: "address" };
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 1_000_000; n += 1)
    await limiter.take(flood, `2001:db8:${(n >> 16).toString(16)}:${(n & 0xffff).toString(16)}::1`);
  expect((process.memoryUsage().heapUsed - before) / MIB).toBeLessThan(150);
  expect((await take()).allowed).toBe(false);
});

test("a flood of keys pushes out the oldest, not those in use", async () => {
  const { limiter, take } = limiterAt();
  for (let n = 0; n < LIMIT.points; n += 1) await take();
  for (let n = 0; n < 60_000; n += 1) await limiter.take(LIMIT, `k${n}`);
  expect((await take()).allowed).toBe(false);
  for (let n = 0; n < 60_000; n += 1) await limiter.take(LIMIT, `l${n}`);
  expect((await take()).allowed).toBe(false);
});

describe("switched off", () => {
  test("lets everything through", async () => {
    const limiter = createRateLimiter(false);
    for (let n = 0; n < 1_000; n += 1) expect(await limiter.take(LIMIT, "ann")).toEqual({ allowed: true });
  });
});
