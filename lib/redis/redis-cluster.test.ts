import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createRateLimiter, type RateLimit } from "@/lib/access/rate-limiter";
import { createLogger } from "@/lib/logger";
import { locateRedis, startRedis } from "@/scripts/lib/redis.mjs";
import { freePort } from "@/scripts/lib/throw-away.mjs";
import { createRedisFileWire } from "./file-wire";
import { openRedis } from "./redis";
import { createSharedRateLimiter } from "./shared-rate-limiter";

/** REDIS_URL names one node of a Redis Cluster: keys live on two. */

const PASSWORD = "only-for-this-test";
const LIMIT: RateLimit = { name: "cluster", points: 5, windowMs: 60_000 };
type Node = Awaited<ReturnType<typeof startNode>>;
const nodes: Node[] = [];

async function startNode() {
  const busPort = await freePort();
  const args = ["--cluster-enabled", "yes", "--cluster-port", String(busPort)];
  args.push("--requirepass", PASSWORD, "--masterauth", PASSWORD);
  const { stop, port } = await startRedis(locateRedis(), { args });
  return { stop, port, busPort, admin: new Redis(port, "127.0.0.1", { password: PASSWORD }) };
}

beforeAll(async () => {
  for (const [at, slots] of [[0, 8191] as const, [8192, 16_383] as const].entries()) {
    const node = await startNode();
    nodes.push(node);
    await node.admin.cluster("SET-CONFIG-EPOCH", at + 1);
    await node.admin.cluster("ADDSLOTSRANGE", ...slots);
  }
  const [one, two] = nodes;
  if (one === undefined || two === undefined) throw new Error("no nodes");
  await one.admin.call("CLUSTER", "MEET", "127.0.0.1", two.port, two.busPort);
  await vi.waitFor(
    async () => {
      for (const { admin } of nodes) {
        const told = await admin.cluster("INFO");
        expect(told).toContain("cluster_state:ok");
        expect(told).toContain("cluster_known_nodes:2");
      }
    },
    { timeout: 30_000, interval: 100 },
  );
});
afterAll(async () => {
  for (const { admin, stop } of nodes) {
    admin.disconnect();
    await stop();
  }
});

test("processes that know different nodes hear each other, whichever node a file's channel belongs to", async () => {
  const logger = createLogger("silent");
  const wires = nodes.map(({ port }) => {
    const url = `redis://:${PASSWORD}@127.0.0.1:${port}`;
    const link = openRedis(url, logger);
    return { link, wire: createRedisFileWire({ url, link, hashKey: new Uint8Array(32), logger }) };
  });
  const [one, two] = wires;
  if (one === undefined || two === undefined) throw new Error("no wires");
  await vi.waitFor(
    async () => {
      for (const { link, wire } of wires) expect([await link.answers(), wire.state()]).toEqual([true, "up"]);
    },
    { timeout: 10_000, interval: 50 },
  );
  const heard = new Set<number>();
  for (let fileId = 1; fileId <= 20; fileId += 1) {
    await two.wire.enter(fileId, () => heard.add(fileId)).ready;
    one.wire.tell(fileId, { kind: "hello" });
  }
  await vi.waitFor(() => expect(heard.size).toBe(20));
  for (const { link, wire } of wires) {
    wire.close();
    link.close();
  }
});

test("limits are shared by processes that know different nodes, wherever a key lives", async () => {
  const links = nodes.map(({ port }) =>
    openRedis(`redis://:${PASSWORD}@127.0.0.1:${port}`, createLogger("silent")),
  );
  await vi.waitFor(
    async () => {
      for (const link of links) expect(await link.answers()).toBe(true);
    },
    { timeout: 10_000, interval: 50 },
  );
  const limiters = links.map((redis) =>
    createSharedRateLimiter({ redis, local: createRateLimiter(true), hashKey: new Uint8Array(32) }),
  );
  for (let person = 0; person < 20; person += 1) {
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, n) => limiters[n % limiters.length]?.take(LIMIT, `person ${person}`)),
    );
    expect(
      taken.filter((answer) => answer?.allowed),
      `person ${person}`,
    ).toHaveLength(LIMIT.points);
  }
  const kept = await Promise.all(nodes.map(({ admin }) => admin.dbsize()));
  for (const size of kept) expect(size).toBeGreaterThan(0);
  for (const link of links) link.close();
});
