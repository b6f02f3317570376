import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { userSchema } from "@/lib/contracts/auth";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { fileSchema } from "@/lib/contracts/files";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { type Desk, openDesk } from "@/test-support/desk";
import { connectLive } from "@/test-support/live-client";
import { type Mortal, startMortalPostgres, startMortalRedis } from "@/test-support/mortal";
import { connectStock, openRaw, plainAddress } from "@/test-support/plain-client";
import { createDatabase } from "@/test-support/postgres-database";
import { testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy } from "@/test-support/tcp-proxy";
import { shownWords } from "@/test-support/typists";

/** What the product stands on goes away under people who type, on both roads and on both of two server processes. */

const SEED = testSeed();
const EVERY_MS = 25;
/** From when everything is there again. */
const CONVERGED_WITHIN_MS = 10_000;
const REDIS_AWAY_MS = 3_000;
const POSTGRES_AWAY_MS = 5_000;
/** Longer than what is asked every 5 s. */
const FROZEN_MS = 6_500;
/** CONTRACT 2: within a second; what a busy test machine may add to it. */
const SAID_WITHIN_MS = 1_500;
const LIMIT_MS = 90_000;

let postgres: Mortal;
let redis: Mortal;
let servers: TestServer[] = [];
let [here, there] = ["", ""];
let ann: Account;
const ends: (() => unknown)[] = [];
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startMortalPostgres(), startMortalRedis()]);
  closing.push(postgres.stop, redis.stop);
  const { url } = await createDatabase(postgres.url);
  const env = {
    DATABASE_URL: url,
    REDIS_URL: redis.url,
    SECRET_KEY: `only-for-this-test-${process.pid}-0123456789abcdef`,
  };
  servers = await Promise.all([startServer({ env }), startServer({ env })]);
  closing.push(() => Promise.all(servers.map((server) => server.stop())));
  [here, there] = [servers[0]?.url ?? "", servers[1]?.url ?? ""];
  ann = await createAccount(here, "ann");
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

const until = (check: () => void | Promise<void>, timeout = CONVERGED_WITHIN_MS) =>
  vi.waitFor(check, { timeout, interval: 20 });

const ready = (url: string) => call(url, "GET", "/health/ready");
const untilReady = (degraded?: string[]) =>
  until(async () => {
    for (const url of [here, there]) {
      const { status, body } = await ready(url);
      expect([status, body]).toEqual([200, { status: "ready", ...(degraded && { degraded }) }]);
    }
  });

/** A new file, with a page and a stock client on each of the two addresses, who type. */
async function startDesk(urls = [here, there]): Promise<Desk & { fileId: number }> {
  const { id: fileId } = await createFile(there, ann.token, "a.txt");
  const people = { pages: urls, stock: urls, token: ann.token, seed: SEED, everyMs: EVERY_MS };
  const desk = await openDesk({ fileId, rest: here, convergedWithinMs: CONVERGED_WITHIN_MS, ...people });
  ends.push(desk.leave);
  return { ...desk, fileId };
}

const HOW = ["killed", "frozen"] as const;
const takeAway = (one: Mortal, how: (typeof HOW)[number]) => (how === "killed" ? one.kill() : one.freeze());
const giveBack = async (one: Mortal, how: (typeof HOW)[number]) =>
  how === "killed" ? one.start() : one.thaw();

describe.each(HOW)("%s", (how) => {
  test(
    "Redis: people go on and see each other, readiness says what is degraded, and nothing is lost",
    async () => {
      await untilReady();
      const { typists, typing, typed, finish } = await startDesk();
      const since = performance.now();
      await takeAway(redis, how);
      await untilReady(["redis"]);
      const [last = ""] = typing.words.slice(-1);
      await until(() => {
        for (const typist of typists) expect(String(typist.text())).toContain(last);
      });
      await typed(20);
      await sleep(Math.max(0, since + REDIS_AWAY_MS - performance.now()));
      await giveBack(redis, how);
      await untilReady();
      await finish();
    },
    LIMIT_MS,
  );

  test(
    "PostgreSQL, for 5 s: nobody sees what is not stored, all are told, and what was typed arrives once",
    async () => {
      const { fileId, pages, typists, typing, finish } = await startDesk();
      const since = performance.now();
      await takeAway(postgres, how);
      await until(async () => {
        for (const url of [here, there]) {
          const asked = performance.now();
          const { status, body } = await ready(url);
          expect([status, body]).toEqual([
            503,
            expect.objectContaining({ detail: expect.stringContaining("database") }),
          ]);
          expect(performance.now() - asked).toBeLessThan(SAID_WITHIN_MS);
        }
      });
      const shown = shownWords(typists, typing);
      for (const url of [here, there]) {
        const asked = performance.now();
        const { status, headers } = await call(url, "GET", `/files/${fileId}`, { token: ann.token });
        expect([status, headers.get("retry-after")]).toEqual([503, expect.stringMatching(/^\d+$/)]);
        const { code } = await openRaw(`${plainAddress(url, fileId)}?token=${ann.token}`);
        expect(code).toBe(CLOSE_CODES.databaseAway);
        expect(performance.now() - asked).toBeLessThan(2 * SAID_WITHIN_MS);
      }
      await until(() =>
        expect(pages.map(({ sync }) => sync.getSnapshot().status)).toEqual(["saving", "saving"]),
      );
      await sleep(Math.max(0, since + POSTGRES_AWAY_MS - performance.now()));
      expect(shownWords(typists, typing)).toEqual(shown);
      await giveBack(postgres, how);
      await untilReady();
      await finish();
    },
    LIMIT_MS,
  );
});

test(
  "a process that was frozen neither writes for who may no longer, nor shows old text as new",
  async () => {
    const [frozen] = servers;
    if (frozen === undefined) throw new Error("no server");
    // As a load balancer that has seen that it does not answer.
    let target = frozen.port;
    const road = await startTcpProxy(() => target);
    ends.push(road.close);
    const { fileId, typing, typed, finish } = await startDesk([`http://127.0.0.1:${road.port}`, there]);
    const path = `/files/${fileId}`;
    const [ben, cid, dan] = [
      await createAccount(there, "ben"),
      await createAccount(there, "cid"),
      await createAccount(there, "dan"),
    ];
    for (const guest of [ben, cid, dan]) await invite(there, ann.token, fileId, guest.token);
    const [removed, lowered] = [connectLive(here, fileId, ben.token), connectLive(here, fileId, cid.token)];
    ends.push(removed.close, lowered.close);
    const faithful = connectStock(here, fileId, dan.token);
    ends.push(() => faithful.provider.destroy());
    await Promise.all([removed.synced, lowered.synced]);
    await until(() => expect(faithful.provider.synced).toBe(true));

    const since = performance.now();
    frozen.freeze();
    target = servers[1]?.port ?? 0;
    road.cut();
    const write = (client: { text: { insert(at: number, word: string): void } }, word: string) =>
      client.text.insert(0, word);
    void removed.edit((text) => text.insert(0, "<removed>")).catch(() => undefined); // may end with the connection
    void lowered.edit((text) => text.insert(0, "<lowered>")).catch(() => undefined);
    write(faithful, "<faithful>");
    const idOf = async ({ token }: Account) =>
      userSchema.parse((await call(there, "GET", "/auth/me", { token })).body).id;
    const owner = { token: ann.token };
    await call(there, "DELETE", `${path}/collaborators/${await idOf(ben)}`, owner);
    await call(there, "PATCH", `${path}/collaborators/${await idOf(cid)}`, {
      ...owner,
      body: { role: "viewer" },
    });
    const late = call(here, "GET", path, owner); // waits in the frozen process
    await typed(40);
    await sleep(Math.max(0, since + FROZEN_MS - performance.now()));
    const { version, content } = await getFile(there, ann.token, fileId);
    frozen.thaw();
    const answer = fileSchema.parse((await late).body);
    expect(answer.version).toBeGreaterThanOrEqual(version);
    for (const word of content.match(/<\d+>/g) ?? []) expect(answer.content).toContain(word);
    await until(() => expect(removed.closed()?.code).toBe(CLOSE_CODES.removed));
    await until(() => expect(lowered.roles.at(-1)).toBe("viewer"));
    typing.words.push("<faithful>");
    await finish();
    const final = (await getFile(there, ann.token, fileId)).content;
    expect(final).not.toMatch(/removed|lowered/);
    await until(() => expect(faithful.text.toString()).toBe(final));
    await untilReady();
  },
  LIMIT_MS,
);
