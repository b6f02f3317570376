import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type * as Y from "yjs";
import { deriveKeys } from "@/lib/auth/keys";
import { userSchema } from "@/lib/contracts/auth";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { type FindingsEvent, findingListSchema, findingsEventSchema } from "@/lib/contracts/findings";
import { channelPrefix } from "@/lib/redis/file-wire";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { connectStock, openRaw, plainAddress, type StockClient } from "@/test-support/plain-client";
import { seededRandom, testSeed } from "@/test-support/random";
import { startTwoServers, type TwoServers } from "@/test-support/two-servers";

/** Two built servers on one PostgreSQL and one Redis, with people on both and on both roads. */

const SEED = testSeed();
const LIMIT_MS = 60_000;

let both: TwoServers;
let [here, there] = ["", ""];
let ann: Account;
let ben: Account;
const ends: (() => void)[] = [];

beforeAll(async () => {
  both = await startTwoServers({ RATE_LIMITS: "off" });
  [here, there] = [both.servers[0].url, both.servers[1].url];
  ann = await createAccount(here, "ann");
  ben = await createAccount(there, "ben");
  await both.untilReady();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(async () => {
  await both.stop();
});

async function sharedFile(role?: "viewer"): Promise<number> {
  const { id } = await createFile(here, ann.token, "a.txt", "hello\n");
  await invite(here, ann.token, id, ben.token, role);
  return id;
}

async function live(url: string, fileId: number, who: Account): Promise<LiveClient> {
  const client = connectLive(url, fileId, who.token);
  ends.push(client.close);
  await client.synced;
  return client;
}

async function stock(url: string, fileId: number, who: Account): Promise<StockClient> {
  const client = connectStock(url, fileId, who.token);
  ends.push(() => client.provider.destroy());
  await vi.waitFor(() => expect(client.provider.synced).toBe(true), { timeout: 10_000 });
  return client;
}

const until = (check: () => void | Promise<void>, timeout = 5_000) =>
  vi.waitFor(check, { timeout, interval: 10 });

const sameText = (clients: readonly { text: Y.Text }[], timeout?: number) =>
  until(() => {
    const texts = clients.map(({ text }) => text.toString());
    expect(new Set(texts).size).toBe(1);
  }, timeout);

/** Those of these two servers: other tests use the same Redis meanwhile. */
async function channels(): Promise<string[]> {
  const prefix = channelPrefix(deriveKeys(both.secretKey).hash);
  const client = new Redis(process.env.TEST_REDIS_URL ?? "");
  try {
    const names = (await client.call("PUBSUB", "SHARDCHANNELS", `${prefix}*`)) as string[];
    return names;
  } finally {
    client.disconnect();
  }
}

describe("two server processes on one Redis", () => {
  test("edits and people reach everybody, on both processes and both roads", async () => {
    const fileId = await sharedFile();
    const [a, b] = [await live(here, fileId, ann), await live(there, fileId, ben)];
    const [c, d] = [await stock(here, fileId, ben), await stock(there, fileId, ann)];
    for (let n = 0; n < 20; n += 1) {
      c.text.insert(0, `c${n} `);
      d.text.insert(d.text.length, `d${n} `);
      await Promise.all([
        a.edit((text) => text.insert(0, `a${n} `)),
        b.edit((text) => text.insert(text.length, `b${n} `)),
      ]);
    }
    await until(() => {
      for (const word of ["a19 ", "b19 ", "c19 ", "d19 "]) expect(a.text.toString()).toContain(word);
    });
    await sameText([a, b, c, d]);
    expect((await getFile(there, ann.token, fileId)).content).toBe(a.text.toString());
    await until(async () => {
      const sessions = await call(here, "GET", `/files/${fileId}/sessions`, { token: ann.token });
      expect(sessions.body).toHaveProperty("items.length", 4);
    });
    const names = ({ provider }: StockClient) =>
      [...provider.awareness.getStates().values()]
        .map(({ user }) => user?.name)
        .filter(Boolean)
        .sort();
    c.provider.awareness.setLocalStateField("cursor", null);
    d.provider.awareness.setLocalStateField("cursor", null);
    await until(() => expect(names(d)).toContain(ben.username));
    await until(() => expect(names(c)).toContain(ann.username));
    c.provider.destroy();
    await until(() => expect(names(d)).not.toContain(ben.username));
  });

  test("I2: what one process answered, the other shows at once", async () => {
    const { id } = await createFile(here, ann.token, "a.txt", "0\n");
    for (let n = 1; n <= 30; n += 1) {
      const [writer, reader] = n % 2 === 0 ? [here, there] : [there, here];
      const body = { content: `${n}\n` };
      expect((await call(writer, "PUT", `/files/${id}`, { token: ann.token, body })).status).toBe(200);
      expect((await getFile(reader, ann.token, id)).content).toBe(`${n}\n`);
    }
  });

  test("I6: names, roles and removal reach the connections of the other process within a second", async () => {
    const fileId = await sharedFile("viewer");
    const [b, c] = [await live(there, fileId, ben), await stock(there, fileId, ben)];
    const told = new Promise((resolve) => b.socket.once("renamed", resolve));
    await call(here, "PUT", `/files/${fileId}`, { token: ann.token, body: { name: "b.py" } });
    expect(await told).toEqual({ name: "b.py", language: "plaintext" });
    const raised = new Promise((resolve) => b.socket.once("role", resolve));
    const { body } = await call(here, "GET", "/auth/me", { token: ben.token });
    const member = `/files/${fileId}/collaborators/${userSchema.parse(body).id}`;
    await call(here, "PATCH", member, { token: ann.token, body: { role: "collaborator" } });
    expect(await raised).toEqual({ role: "collaborator", by: ann.username });
    expect(await b.edit((text) => text.insert(0, "x"))).toHaveProperty("version");
    const since = performance.now();
    await call(here, "DELETE", member, { token: ann.token });
    await until(() => expect(b.closed()).toMatchObject({ code: CLOSE_CODES.removed }));
    expect(await c.ended).toBe(CLOSE_CODES.removed);
    expect(performance.now() - since).toBeLessThan(1_000);
    for (const url of [here, there]) {
      const again = connectLive(url, fileId, ben.token);
      await expect(again.synced).rejects.toMatchObject({ data: { code: CLOSE_CODES.removed } });
      again.close();
      const plain = `${plainAddress(url, fileId)}?token=${ben.token}`;
      expect(await openRaw(plain)).toMatchObject({ code: CLOSE_CODES.removed });
    }
  });

  test("I8: a new username is shown to everybody within a second, on both processes and both roads", async () => {
    const eve = await createAccount(here, "eve");
    const { id: fileId } = await createFile(here, eve.token, "a.txt");
    await invite(here, eve.token, fileId, ann.token);
    const [page, plain] = [await live(there, fileId, eve), await stock(here, fileId, eve)];
    const [a, d] = [await live(here, fileId, ann), await stock(there, fileId, ann)];
    page.show({ cursor: null });
    plain.provider.awareness.setLocalStateField("cursor", null);
    const shown = () =>
      [a.awareness, d.provider.awareness].flatMap(({ states }) =>
        [page.doc.clientID, plain.doc.clientID].map((id) => states.get(id)?.user?.name),
      );
    await until(() => expect(new Set(shown())).toEqual(new Set([eve.username])));
    const told = new Promise((resolve) => page.socket.once("user", resolve));
    const username = `${eve.username.slice(0, 20)}-new`;
    const since = performance.now();
    await call(here, "PATCH", "/auth/me", { token: eve.token, body: { username } });
    await until(() => expect(new Set(shown())).toEqual(new Set([username])));
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(await told).toMatchObject({ name: username });
    expect(page.closed()).toBeUndefined();
  });

  test("what is found in the text reaches everybody on both, and so does a dismissal", async () => {
    const { id: fileId } = await createFile(here, ann.token, "found.py", "import os\n");
    await invite(here, ann.token, fileId, ben.token);
    const [a, b] = [await live(here, fileId, ann), await live(there, fileId, ben)];
    const heard = [a, b].map(({ socket }) => {
      const events: FindingsEvent[] = [];
      socket.on("findings", (event: unknown) => events.push(findingsEventSchema.parse(event)));
      return () => events.at(-1)?.items.map(({ rule, start }) => `${start.line} ${rule}`);
    });
    await b.edit((text) => text.insert(0, "import sys\n"));
    for (const shown of heard) await until(() => expect(shown()).toEqual(["1 F401", "2 F401"]), 20_000);
    const { body } = await call(there, "GET", `/files/${fileId}/findings`, { token: ann.token });
    const [first, second] = findingListSchema.parse(body).items;
    expect(await b.socket.emitWithAck("findings", { id: first?.id, status: "dismissed" })).toEqual({
      status: "dismissed",
    });
    for (const shown of heard) await until(() => expect(shown()).toEqual(["2 F401"]));
    const path = `/files/${fileId}/findings/${second?.id}`;
    const change = { token: ben.token, body: { status: "applied" } };
    expect(await call(here, "PATCH", path, change)).toMatchObject({
      status: 200,
      body: { status: "applied" },
    });
    expect((await call(there, "PATCH", path, change)).status).toBe(409);
    for (const shown of heard) await until(() => expect(shown()).toEqual([]));
    for (const { text } of [a, b]) await until(() => expect(text.toString()).toBe("import sys\n"));
  });

  test("I6: a deletion ends the connections of the other process within a second", async () => {
    const fileId = await sharedFile("viewer");
    const [b, c] = [await live(there, fileId, ben), await stock(there, fileId, ben)];
    const since = performance.now();
    await call(here, "DELETE", `/files/${fileId}`, { token: ann.token });
    await until(() => expect(b.closed()).toMatchObject({ code: CLOSE_CODES.deleted }));
    expect(await c.ended).toBe(CLOSE_CODES.deleted);
    expect(performance.now() - since).toBeLessThan(1_000);
  });

  test("I2: who comes by the plain WebSocket hears the other process, also when the last Socket.IO client has left", async () => {
    const fileId = await sharedFile();
    const [a, b, c] = [
      await live(here, fileId, ann),
      await live(there, fileId, ben),
      await stock(there, fileId, ben),
    ];
    b.close();
    await a.edit((text) => text.insert(0, "still "));
    await until(() => expect(c.text.toString()).toBe("still hello\n"));
  });

  test("a thousand refused joins leave no channel behind, on either road", async () => {
    const { id } = await createFile(here, ann.token, "a.txt");
    const before = await channels();
    const joins = Array.from({ length: 1_000 }, async (_, n) => {
      const fileId = n % 50 < 2 ? id : 1_000_000 + n; // fewer at once than one account may have
      if (n % 2 === 0) {
        const client = connectLive(here, fileId, ben.token);
        await expect(client.synced).rejects.toThrow();
        client.close();
      } else {
        const { code } = await openRaw(`${plainAddress(there, fileId)}?token=${ben.token}`);
        expect(code).toBe(CLOSE_CODES.notFound);
      }
    });
    await Promise.all(joins);
    await until(async () => expect((await channels()).filter((name) => !before.includes(name))).toEqual([]));
  });

  test.each(["refuse", "vanish"] as const)(
    "while Redis is away (%s) people go on and see each other, and nothing is lost",
    async (fault) => {
      const fileId = await sharedFile();
      const [a, b] = [await live(here, fileId, ann), await live(there, fileId, ben)];
      const [c, d] = [await stock(there, fileId, ann), await stock(here, fileId, ben)];
      const random = seededRandom(SEED);
      const words: string[] = [];
      const type = async (rounds: number) => {
        for (let n = 0; n < rounds; n += 1) {
          const client = [a, b, c, d][Math.floor(random() * 4)] ?? a;
          const word = `w${words.length};`;
          words.push(word);
          const at = Math.floor(random() * (client.text.length + 1));
          if ("edit" in client) await client.edit((text) => text.insert(at === 0 ? 0 : text.length, word));
          else client.text.insert(at === 0 ? 0 : client.text.length, word);
        }
      };
      await type(20);
      await both.redis.set(fault);
      await type(20);
      await both.untilReady(["redis"]);
      await type(20);
      await sameText([a, b, c, d], 10_000);
      await both.redis.set("none");
      await type(20);
      await both.untilReady();
      await type(20);
      await sameText([a, b, c, d], 10_000);
      const text = a.text.toString();
      expect(
        words.filter((word) => text.split(word).length !== 2),
        `seed ${SEED}`,
      ).toEqual([]);
      // It is heard again, and not only asked for now and then.
      const since = performance.now();
      await a.edit((edited) => edited.insert(0, "!"));
      await until(() => expect(b.text.toString()).toContain("!"));
      expect(performance.now() - since).toBeLessThan(900);
    },
    LIMIT_MS,
  );

  test(
    "I1: a process that is killed loses nothing that it acknowledged, and the other goes on",
    async () => {
      const fileId = await sharedFile();
      const [a, b] = [await live(here, fileId, ann), await live(there, fileId, ben)];
      const acknowledged: string[] = [];
      const typing = (async () => {
        for (let n = 0; n < 500; n += 1) {
          const answer = await a.edit((text) => text.insert(text.length, `w${n};`)).catch(() => null);
          if (answer === null || "error" in answer) return;
          acknowledged.push(`w${n};`);
        }
      })();
      await until(() => expect(acknowledged.length).toBeGreaterThan(50));
      await both.servers[0].kill();
      await typing;
      await until(() => {
        const text = b.text.toString();
        expect(acknowledged.filter((word) => !text.includes(word))).toEqual([]);
      }, 10_000);
      expect(await b.edit((text) => text.insert(0, "on "))).toHaveProperty("version");
      // Perhaps one more was stored, and its answer lost.
      const { content } = await getFile(there, ann.token, fileId);
      await until(() => expect(b.text.toString()).toBe(content));
    },
    LIMIT_MS,
  );
});
