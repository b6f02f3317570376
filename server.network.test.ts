import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { editingSessionListSchema } from "@/lib/contracts/files";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { openDesk } from "@/test-support/desk";
import { seededRandom, testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy } from "@/test-support/tcp-proxy";

/** The network between people and the server: slow, cut, and dead without a word. Both roads, side by side. */

const SEED = testSeed();
const LAG_MS = 150;
const CUTS = 8;
const EVERY_MS = 40;
/** Socket.IO pings every 15 s and waits 10 s; y-websocket gives up after 30 s of silence, and looks every 3 s. */
const NOTICED_WITHIN_MS = 45_000;
const LIMIT_MS = 90_000;

let server: TestServer;
let ann: Account;
const ends: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startServer();
  ann = await createAccount(server.url, "ann");
});
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
  await server.stop();
});

const until = (check: () => void | Promise<void>, timeout = 15_000) =>
  vi.waitFor(check, { timeout, interval: 20 });

/** A file with a page and a stock client behind a network of their own, and one of each with a good one; all type. */
async function startDesk(name: string) {
  const { id } = await createFile(server.url, ann.token, name);
  const network = await startTcpProxy(server.port);
  const urls = [`http://127.0.0.1:${network.port}`, server.url];
  const people = { pages: urls, stock: urls, token: ann.token, seed: SEED, everyMs: EVERY_MS };
  const desk = await openDesk({ fileId: id, rest: server.url, convergedWithinMs: 15_000, ...people });
  ends.push(network.close, desk.leave);
  const [page] = desk.pages;
  const [one] = desk.stock;
  if (page === undefined || one === undefined) throw new Error("nobody came");
  const statuses = new Set<string | null>();
  page.sync.subscribe(() => statuses.add(page.sync.getSnapshot().status));
  return { ...desk, id, network, page, one, statuses };
}

test.concurrent(
  "packets that come late and connections that are cut lose nothing and double nothing",
  async () => {
    const { network, typed, finish, statuses } = await startDesk("slow.txt");
    const random = seededRandom(SEED);
    network.lag(LAG_MS);
    for (let n = 0; n < CUTS; n += 1) {
      await typed(5 + Math.floor(random() * 20));
      network.cut();
    }
    await finish();
    expect(statuses).toContain("saving");
  },
  LIMIT_MS,
);

test.concurrent(
  "a connection that died without a word is noticed, and people come back by themselves",
  async () => {
    const { id, network, page, one, typed, finish } = await startDesk("dead.txt");
    const before = network.connections();
    const dropped = new Promise<void>((resolve) => one.provider.once("connection-close", () => resolve()));
    network.swallow();
    await typed(5);
    await until(() => expect(page.sync.getSnapshot().status).toBe("saving"), 5_000);
    await until(() => expect(network.connections()).toBeGreaterThanOrEqual(before + 2), NOTICED_WITHIN_MS);
    await dropped;
    await finish();
    // The server has let go of the dead ones too.
    await until(async () => {
      const { body } = await call(server.url, "GET", `/files/${id}/sessions`, { token: ann.token });
      expect(editingSessionListSchema.parse(body).items).toHaveLength(4);
    }, NOTICED_WITHIN_MS);
  },
  LIMIT_MS,
);

test.concurrent(
  "a server that cannot be reached shows as offline, and what is typed meanwhile arrives",
  async () => {
    const { network, page, typed, finish } = await startDesk("away.txt");
    const status = () => page.sync.getSnapshot().status;
    await network.set("refuse");
    await until(() => expect(status()).toBe("offline"));
    await typed(20);
    await network.set("none");
    await until(() => expect(status()).toBe("saved"), 20_000);
    await finish();
  },
  LIMIT_MS,
);
