import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createRateLimiter, type RateLimit, type RateLimiter } from "@/lib/access/rate-limiter";
import type { Logger } from "@/lib/logger";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";
import { openRedis, type RedisLink } from "./redis";
import { createSharedRateLimiter } from "./shared-rate-limiter";

/** Two processes' limiters on one real Redis, behind a proxy that can take the network away. */

let limit: RateLimit = { name: "none", points: 10, windowMs: 60_000 };
let tests = 0;
let proxy: TcpProxy;
const said: string[] = [];
const note = (_fields: object, message: string) => void said.push(message);
const logger: Logger = { debug: note, info: note, warn: note, error: note };
const open: { link: RedisLink; limiter: RateLimiter }[] = [];

beforeAll(async () => {
  proxy = await startTcpProxy(Number(new URL(process.env.TEST_REDIS_URL ?? "").port));
});
afterEach(async () => {
  await proxy.set("none");
  for (const { link } of open.splice(0)) link.close();
  said.length = 0;
});
afterAll(() => proxy.close());

async function processOn(hashKey = new Uint8Array(32)): Promise<RateLimiter> {
  tests += 1;
  if (open.length === 0) limit = { ...limit, name: `t${process.pid}-${tests}` };
  const link = openRedis(`redis://127.0.0.1:${proxy.port}`, logger);
  const limiter = createSharedRateLimiter({ redis: link, local: createRateLimiter(true), hashKey });
  open.push({ link, limiter });
  await vi.waitFor(async () => expect(await link.answers()).toBe(true), { timeout: 5_000 });
  return limiter;
}

async function takeAll(limiters: RateLimiter[], tries: number, key = "ann"): Promise<number> {
  const taken = await Promise.all(
    Array.from({ length: tries }, (_, n) => limiters[n % limiters.length]?.take(limit, key)),
  );
  return taken.filter((answer) => answer?.allowed).length;
}

test("two processes share a limit, also when they ask at once", async () => {
  const both = [await processOn(), await processOn()];
  expect(await takeAll(both, 40)).toBe(limit.points);
  expect(await takeAll(both, 4, "bob")).toBe(4);
});

test("who is refused is told how long, and is let in after as long", async () => {
  const limiter = await processOn();
  limit = { ...limit, points: 2, windowMs: 1_000 };
  await takeAll([limiter], 2);
  const refused = await limiter.take(limit, "ann");
  expect(refused).toEqual({ allowed: false, retryAfterSeconds: expect.any(Number) });
  if (refused.allowed) throw new Error("there was a point too many");
  expect(refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  expect(refused.retryAfterSeconds).toBeLessThanOrEqual(2);
  const since = performance.now();
  await vi.waitFor(async () => expect(await limiter.take(limit, "ann")).toEqual({ allowed: true }), {
    timeout: 5_000,
    interval: 20,
  });
  expect(performance.now() - since).toBeLessThan(refused.retryAfterSeconds * 1_000 + 500);
  limit = { ...limit, points: 10, windowMs: 60_000 };
});

test("a point given back by one process is another's, and a reset clears for all", async () => {
  const [one, other] = [await processOn(), await processOn()];
  await takeAll([one], 10);
  await other.giveBack(limit, "ann");
  expect(await takeAll([one, other], 4)).toBe(1);
  await other.reset(limit, "ann");
  expect(await takeAll([one], 20)).toBe(limit.points);
  await one.giveBack(limit, "nobody");
  expect(await takeAll([one], 20, "nobody")).toBe(limit.points);
});

test("names and addresses are not to be read in Redis, and nothing stays for long", async () => {
  const limiter = await processOn();
  await limiter.take(limit, "ann@example.com|10.0.0.7");
  const { link } = open[0] ?? {};
  const keys = await link?.run((redis) => redis.keys(`tandem:limit:${limit.name}:*`));
  expect(keys).toHaveLength(1);
  expect(keys?.join()).not.toMatch(/ann|10\.0/);
  const left = await link?.run((redis) => redis.pttl(keys?.[0] ?? ""));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(2 * limit.windowMs);
});

describe.each(["refuse", "vanish", "hang-up"] as const)("while Redis is away (%s)", (fault) => {
  test("each process limits by itself, nobody waits for long, and it is shared again afterwards", async () => {
    const [one, other] = [await processOn(), await processOn()];
    await proxy.set(fault);
    if (fault === "hang-up") proxy.cut();
    const since = performance.now();
    expect(await takeAll([one], 20, "away")).toBe(limit.points);
    expect(await takeAll([other], 20, "away")).toBe(limit.points);
    for (let n = 0; n < 100; n += 1) await one.take(limit, `k${n}`);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect(await open[0]?.link.answers()).toBe(false);
    expect(said.filter((line) => line.startsWith("Redis is away")).length).toBe(2);

    await proxy.set("none");
    await vi.waitFor(
      async () => {
        for (const { link } of open) expect(await link.answers()).toBe(true);
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(await takeAll([one, other], 40, "back")).toBe(limit.points);
  });
});

test("a Redis that is away at the start delays nothing", async () => {
  const link = openRedis("redis://127.0.0.1:1", logger);
  const limiter = createSharedRateLimiter({
    redis: link,
    local: createRateLimiter(true),
    hashKey: new Uint8Array(32),
  });
  expect(await takeAll([limiter], 20)).toBe(limit.points);
  expect(await link.answers()).toBe(false);
  link.close();
  link.close();
  expect(await takeAll([limiter], 1, "closed")).toBe(1);
});
