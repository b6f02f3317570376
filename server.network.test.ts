import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { editingSessionListSchema } from "@/lib/contracts/files";
import { type Account, call, createAccount, createFile, getFile } from "@/test-support/api";
import { openPageClient } from "@/test-support/page-client";
import { connectStock } from "@/test-support/plain-client";
import { seededRandom, testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy } from "@/test-support/tcp-proxy";
import { lostOrDoubled, pageTypist, startTyping, stockTypist } from "@/test-support/typists";

/** The network between people and the server: slow, cut, and dead without a word. Both roads, side by side. */

const SEED = testSeed();
const LAG_MS = 150;
const CUTS = 8;
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

/** A file with a page and a stock client behind a network of their own, and one of each with a good one. */
async function startDesk(name: string) {
  const { id } = await createFile(server.url, ann.token, name);
  const network = await startTcpProxy(server.port);
  const through = `http://127.0.0.1:${network.port}`;
  const pages = [through, server.url].map((url) => openPageClient(url, id, ann.token));
  const stock = [through, server.url].map((url) => connectStock(url, id, ann.token));
  ends.push(network.close, ...pages.map(({ close }) => close));
  for (const { provider } of stock) ends.push(() => provider.destroy());
  const typists = [...pages.map(pageTypist), ...stock.map(stockTypist)];
  const settled = () => expect(typists.filter((typist) => !typist.settled())).toEqual([]);
  await until(settled);
  const statuses = new Set<string | null>();
  const [page] = pages;
  page?.sync.subscribe(() => statuses.add(page.sync.getSnapshot().status));
  const random = seededRandom(SEED);
  const typing = startTyping(typists, random, 40);
  ends.push(typing.stop);
  const typed = (more: number) => {
    const from = typing.words.length;
    return until(() => expect(typing.words.length).toBeGreaterThanOrEqual(from + more));
  };
  /** Types no more, waits until all say the same, and holds every word against the file. */
  const finish = async () => {
    typing.stop();
    await until(() => {
      settled();
      expect(new Set(typists.map((typist) => String(typist.text()))).size, `seed ${SEED}`).toBe(1);
    });
    const { content } = await getFile(server.url, ann.token, id);
    expect(content).toBe(String(typists[0]?.text()));
    expect(lostOrDoubled(typing.words, content), `seed ${SEED}`).toEqual([]);
  };
  return { id, network, pages, stock, typed, finish, statuses, random };
}

test.concurrent(
  "packets that come late and connections that are cut lose nothing and double nothing",
  async () => {
    const { network, typed, finish, statuses, random } = await startDesk("slow.txt");
    network.lag(LAG_MS);
    for (let n = 0; n < CUTS; n += 1) {
      await typed(5 + Math.floor(random() * 20));
      network.cut();
    }
    await typed(20);
    await finish();
    expect(statuses).toContain("saving");
    expect([...statuses].at(-1)).not.toBeNull();
  },
  LIMIT_MS,
);

test.concurrent(
  "a connection that died without a word is noticed, and people come back by themselves",
  async () => {
    const { id, network, pages, stock, typed, finish } = await startDesk("dead.txt");
    const [page, one] = [pages[0], stock[0]];
    if (page === undefined || one === undefined) throw new Error("nobody came");
    const before = network.connections();
    const dropped = new Promise<void>((resolve) => one.provider.once("connection-close", () => resolve()));
    network.swallow();
    await typed(5);
    await until(() => expect(page.sync.getSnapshot().status).toBe("saving"), 5_000);
    await until(() => expect(network.connections()).toBeGreaterThanOrEqual(before + 2), NOTICED_WITHIN_MS);
    await dropped;
    await typed(5);
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
    const { network, pages, typed, finish } = await startDesk("away.txt");
    const status = () => pages[0]?.sync.getSnapshot().status;
    await network.set("refuse");
    await until(() => expect(status()).toBe("offline"));
    await typed(20);
    await network.set("none");
    await until(() => expect(status()).toBe("saved"), 20_000);
    await finish();
  },
  LIMIT_MS,
);
