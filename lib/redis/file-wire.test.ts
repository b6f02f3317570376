import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { FileEvent } from "@/lib/collab/file-wire";
import type { Logger } from "@/lib/logger";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";
import { channelPrefix, createRedisFileWire, type RedisFileWire } from "./file-wire";
import { openRedis, type RedisLink } from "./redis";

/** The wires of several processes on one real Redis, behind a proxy that can take the network away. */

const FILE = 7;
const KEY = randomBytes(32);
const url = process.env.TEST_REDIS_URL ?? "";
let proxy: TcpProxy;
let direct: Redis;
const said: string[] = [];
const note = (_fields: object, message: string) => void said.push(message);
const logger: Logger = { debug: note, info: note, warn: note, error: note };
const open: { link: RedisLink; wire: RedisFileWire }[] = [];

beforeAll(async () => {
  proxy = await startTcpProxy(Number(new URL(url).port));
  direct = new Redis(url);
});
afterEach(async () => {
  await proxy.set("none");
  for (const { link, wire } of open.splice(0)) {
    wire.close();
    link.close();
  }
  said.length = 0;
});
afterAll(async () => {
  direct.disconnect();
  await proxy.close();
});

async function connect(hashKey = KEY): Promise<RedisFileWire> {
  const url = `redis://127.0.0.1:${proxy.port}`;
  const link = openRedis(url, logger);
  const wire = createRedisFileWire({ url, link, hashKey, logger });
  open.push({ link, wire });
  await vi.waitFor(async () => expect([wire.state(), await link.answers()]).toEqual(["up", true]), 5_000);
  return wire;
}

async function listen(wire: RedisFileWire, fileId = FILE) {
  const heard: { event: FileEvent; from: string }[] = [];
  const line = wire.enter(fileId, (event, from) => heard.push({ event, from }));
  await line.ready;
  return { heard, leave: line.leave, events: () => heard.map(({ event }) => event) };
}

/** Those of this file's wires: other tests use the same Redis meanwhile. */
const channels = async () =>
  [await direct.call("PUBSUB", "SHARDCHANNELS", `${channelPrefix(KEY)}*`)].flat().map(String);

const why = { code: 4403, detail: "ada removed you 😀" };
const EVENTS: FileEvent[] = [
  {
    kind: "rows",
    rows: [
      { seq: 2 ** 40, update: Uint8Array.from([0, 255, 123]) },
      { seq: 1, update: new Uint8Array() },
    ],
  },
  { kind: "rows", rows: [{ seq: 3, update: new Uint8Array(5_000_000).fill(7) }] },
  { kind: "head", seq: 12 },
  { kind: "awareness", entries: [{ clientId: 2 ** 32 - 1, clock: 0, state: '{"n":"😀"}', fresh: true }] },
  { kind: "hello" },
  { kind: "renamed", event: { name: "b.ts", language: "typescript" } },
  { kind: "deleted", why },
  { kind: "role", userId: 3, event: { role: "viewer", by: "ada" } },
  { kind: "removed", userId: 3, why },
  {
    kind: "feature",
    event: { name: "assistant", payload: { kind: "text", run_id: 1, at: 0, delta: "a 😀\n" } },
  },
];

test("everything that can be said arrives as it was said, in order, at those who have the file open and not at oneself", async () => {
  const [one, two] = [await connect(), await connect()];
  const [own, there, other] = [await listen(one), await listen(two), await listen(two, FILE + 1)];
  for (const event of EVENTS) one.tell(FILE, event);
  await vi.waitFor(() => expect(there.heard.length).toBe(EVENTS.length));
  expect(there.events()).toEqual(EVENTS);
  expect(new Set(there.heard.map(({ from }) => from))).toEqual(new Set([one.processId]));
  expect([own.heard, other.heard]).toEqual([[], []]);
});

test("I2: what is said once a line is ready is heard", async () => {
  const [one, two] = [await connect(), await connect()];
  for (let n = 0; n < 50; n += 1) {
    const { heard, leave } = await listen(two, 1_000 + n);
    one.tell(1_000 + n, { kind: "hello" });
    await vi.waitFor(() => expect(heard.length).toBe(1));
    leave();
  }
  await vi.waitFor(async () => expect(await channels()).toEqual([]));
});

test("who leaves hears nothing more, and leaving late does not take the line of who came after", async () => {
  const [one, two] = [await connect(), await connect()];
  const first = await listen(two);
  first.leave();
  const second = await listen(two);
  first.leave();
  one.tell(FILE, { kind: "hello" });
  await vi.waitFor(() => expect(second.heard.length).toBe(1));
  expect(first.heard).toEqual([]);
  second.leave();
  await vi.waitFor(async () => expect(await channels()).toEqual([]));
});

test.each(["refuse", "vanish"] as const)(
  "a wire that goes away (%s) says so, keeps nobody waiting, and says when it is heard again",
  async (fault) => {
    const [one, two] = [await connect(), await connect()];
    const there = await listen(two);
    const returned = vi.fn();
    two.onReturn(returned);
    await proxy.set(fault);
    await vi.waitFor(() => expect([one.state(), two.state()]).toEqual(["away", "away"]), 5_000);
    one.tell(FILE, { kind: "hello" });
    const since = performance.now();
    const meanwhile = await listen(two, FILE + 1);
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(returned).not.toHaveBeenCalled();
    await proxy.set("none");
    await vi.waitFor(() => expect(returned).toHaveBeenCalled(), 5_000);
    await vi.waitFor(() => {
      one.tell(FILE, { kind: "head", seq: 1 });
      one.tell(FILE + 1, { kind: "head", seq: 1 });
      expect([there.heard.length, meanwhile.heard.length].every((count) => count > 0)).toBe(true);
    }, 5_000);
    expect(said.filter((line) => line === "other processes are heard").length).toBe(4);
  },
);

test("another installation on the same Redis, which has a file of that number too, is not heard", async () => {
  const [one, two, other] = [await connect(), await connect(), await connect(randomBytes(32))];
  const [there, elsewhere] = [await listen(two), await listen(other)];
  other.tell(FILE, { kind: "head", seq: 9 });
  one.tell(FILE, { kind: "hello" });
  await vi.waitFor(() => expect(there.events()).toEqual([{ kind: "hello" }]));
  await other.enter(FILE + 1, () => undefined).ready; // whatever was said before has been heard by now
  expect(elsewhere.events()).toEqual([]);
});

test("what is not understood is told and harms nothing", async () => {
  const [one, two] = [await connect(), await connect()];
  const there = await listen(two);
  const [channel = ""] = await channels();
  for (const bytes of ["", "x", "\u0001x\u0002", '\u0001a\u0002\u0012{"kind":"unheard"}'])
    await direct.spublish(channel, bytes);
  one.tell(FILE, { kind: "hello" });
  await vi.waitFor(() => expect(there.events()).toEqual([{ kind: "hello" }]));
  expect(said.filter((line) => line.includes("not understood")).length).toBe(4);
});
