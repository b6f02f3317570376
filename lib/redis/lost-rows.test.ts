import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createMemoryLog, type MemoryLog } from "@/lib/collab/memory-log";
import { createLogger } from "@/lib/logger";
import { type EngineClient, joinEngine, startEngine } from "@/test-support/engine";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";
import { createRedisFileWire } from "./file-wire";
import { openRedis, type RedisLink } from "./redis";

/** Two engines on a real Redis that loses what one of them says: the other finds it in the log. */

const OWNER = 1;
/** DESIGN: how long a gap may stay open. */
const GAP_MS = 200;
/** Of so many gaps the one that was closed first counts: a busy machine may stand still longer than that. */
const GAPS = 5;
const NEVER_LOOK = { headsEvery: 600_000, headsEveryWhileAway: 600_000 };
const redisUrl = process.env.TEST_REDIS_URL ?? "";

let proxy: TcpProxy;
let memory: MemoryLog;
let loses = false;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  proxy = await startTcpProxy(Number(new URL(redisUrl).port));
});
beforeEach(() => {
  memory = createMemoryLog();
});
afterEach(async () => {
  loses = false;
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => proxy.close());

/** `link` is how it speaks; it hears by a connection of its own. */
async function startProcess(link: RedisLink, key: Uint8Array) {
  const wire = createRedisFileWire({ url: redisUrl, link, hashKey: key, logger: createLogger("silent") });
  const { engine } = startEngine({ memory, wire, bounds: NEVER_LOOK });
  ends.push(link.close, wire.close, engine.stop);
  await vi.waitFor(async () => expect([wire.state(), await link.answers()]).toEqual(["up", true]), 5_000);
  return engine;
}

/** One person at each of two processes; the first process speaks through the proxy, or into the void while it `loses`. */
async function startTwo(): Promise<{ ada: EngineClient; ben: EngineClient }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const proxied = openRedis(`redis://127.0.0.1:${proxy.port}`, createLogger("silent"));
  const lossy: RedisLink = {
    ...proxied,
    run: async (call) => (loses ? undefined : proxied.run(call)),
  };
  const one = await startProcess(lossy, key);
  const two = await startProcess(openRedis(redisUrl, createLogger("silent")), key);
  const fileId = memory.createFile(OWNER, one.seed("hello\n"));
  return { ada: await joinEngine(one, fileId, OWNER), ben: await joinEngine(two, fileId, OWNER) };
}

const type = (client: EngineClient, what: string) => client.edit((text) => text.insert(0, what));
const untilSeen = (client: EngineClient, what: string) =>
  vi.waitFor(() => expect(client.text.toString()).toContain(what), { timeout: 5_000, interval: 2 });

test("I3: a row that Redis lost is there within 200 ms of the next one", async () => {
  const { ada, ben } = await startTwo();
  const took: number[] = [];
  for (let n = 0; n < GAPS; n += 1) {
    loses = true;
    await type(ada, `lost${n} `);
    loses = false;
    const since = performance.now();
    await type(ada, `heard${n} `);
    await untilSeen(ben, `heard${n} lost${n} `);
    took.push(performance.now() - since);
  }
  expect(Math.min(...took), JSON.stringify(took)).toBeLessThan(GAP_MS);
});

test("I3: the last row of a process that could not speak is heard of as soon as it can, with no look at the log", async () => {
  const { ada, ben } = await startTwo();
  await proxy.set("refuse");
  await type(ada, "unheard ");
  expect(ben.text.toString()).toBe("hello\n");
  await proxy.set("none");
  await untilSeen(ben, "unheard ");
});
