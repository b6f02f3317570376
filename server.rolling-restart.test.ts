import { afterAll, expect, test } from "vitest";
import { ENGINE_BOUNDS } from "@/lib/collab/bounds";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { createAccount, createFile } from "@/test-support/api";
import { openDesk } from "@/test-support/desk";
import { createDatabase } from "@/test-support/postgres-database";
import { testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy } from "@/test-support/tcp-proxy";

/** Two server processes behind a load balancer are replaced one after the other, under people who type. */

const READERS = 32; // one account may have 40 connections to a file
const STOP_DEADLINE_MS = 10_000;
const EVERY_MS = 40;

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

test("a rolling restart: people go over in small groups, and no edit is lost or doubled", async () => {
  const seed = testSeed();
  const database = await createDatabase();
  ends.push(database.drop);
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: process.env.TEST_REDIS_URL ?? "",
    SECRET_KEY: `only-for-this-test-${process.pid}-0123456789abcdef`,
  };
  const servers: TestServer[] = await Promise.all([startServer({ env }), startServer({ env })]);
  ends.push(() => Promise.all(servers.map((server) => server.stop())));
  // As a load balancer does it: who stops gets nobody new.
  const serving = new Set(servers);
  let next = 0;
  const balancer = await startTcpProxy(() => [...serving][next++ % serving.size]?.port ?? 0);
  ends.push(balancer.close);
  const url = `http://127.0.0.1:${balancer.port}`;
  const ann = await createAccount(url, "ann");
  const { id } = await createFile(url, ann.token, "a.txt");

  const everybody = (count: number) => Array.from({ length: count }, () => url);
  const desk = await openDesk({
    ...{ fileId: id, token: ann.token, rest: url, seed, everyMs: EVERY_MS, convergedWithinMs: 20_000 },
    ...{ pages: everybody(4), stock: everybody(4), readers: everybody(READERS) },
  });
  ends.push(desk.leave);
  const asked: number[] = [];
  for (const { provider } of desk.stock)
    provider.on("connection-close", (event) => {
      if (event?.code === CLOSE_CODES.restarting) asked.push(performance.now());
    });
  for (const [at, old] of servers.entries()) {
    serving.delete(old);
    asked.length = 0;
    const since = performance.now();
    expect(await old.stop()).toBe(0);
    expect(performance.now() - since).toBeLessThan(STOP_DEADLINE_MS);
    expectSmallGroups(asked);
    const renewed = await startServer({ env });
    servers[at] = renewed;
    serving.add(renewed);
    await desk.settled();
  }
  await desk.finish();
}, 120_000);

/** Told by how long it took from the first to the last: a busy machine may bring two groups together, not all. */
function expectSmallGroups(times: readonly number[]): void {
  const { sendAwayTogether, sendAwayEvery } = ENGINE_BOUNDS;
  expect(times.length).toBeGreaterThan(sendAwayTogether);
  const groups = Math.ceil(times.length / sendAwayTogether);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((groups - 1.5) * sendAwayEvery);
}
