import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { awarenessMessage, readAwareness, syncStep1Message, updateMessage } from "@/lib/collab/messages";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { maxMessageBytes } from "@/lib/contracts/limits";
import { MESSAGE_AUTH } from "@/lib/contracts/live";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { connectLive } from "@/test-support/live-client";
import { connectStock, openRaw, plainAddress, type StockClient } from "@/test-support/plain-client";
import { startServer, type TestServer } from "@/test-support/server";

/** The plain WebSocket of CONTRACT 3, against the built server, with the provider that everybody installs. */

const MAX_FILE_BYTES = 100_000;
/** Longer than y-websocket's 30 s without a message, after which it drops a connection. */
const IDLE_MS = 36_000;
/** Whole documents asked for and not read: far more than the kernel's buffers and the bound together. */
const SYNCS = 400;

let server: TestServer;
let ann: Account;
let ben: Account;
const open: { destroy(): void }[] = [];

beforeAll(async () => {
  server = await startServer({ env: { MAX_FILE_BYTES: String(MAX_FILE_BYTES) } });
  [ann, ben] = [await createAccount(server.url, "ann"), await createAccount(server.url, "ben")];
});
afterAll(async () => {
  for (const provider of open.splice(0)) provider.destroy();
  await server.stop();
});

const shared = async (name: string, role: "collaborator" | "viewer" = "collaborator", content = "") => {
  const { id } = await createFile(server.url, ann.token, name, content);
  await invite(server.url, ann.token, id, ben.token, role);
  return id;
};

function join(fileId: number, { token }: Account, doc?: Y.Doc): StockClient {
  const client = connectStock(server.url, fileId, token, doc);
  open.push(client.provider);
  return client;
}

const synced = ({ provider }: StockClient) => vi.waitFor(() => expect(provider.synced).toBe(true), WAIT);
const WAIT = { timeout: 10_000 };
const insertion = (text: string): Uint8Array => {
  const doc = new Y.Doc();
  doc.getText("content").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};

describe.concurrent("a stock provider", () => {
  test("edits together with another one, with Socket.IO and with REST, and it is all stored", async () => {
    const id = await shared("together.txt", "collaborator", "start\n");
    const [one, two] = [join(id, ann), join(id, ben)];
    const browser = connectLive(server.url, id, ben.token);
    await Promise.all([synced(one), synced(two), browser.synced]);
    one.text.insert(one.text.length, "plain one 👩‍💻\n");
    two.text.insert(0, "plain two\n");
    await browser.edit((text) => text.insert(text.length, "socket.io\n"));
    const put = await call(server.url, "PUT", `/files/${id}`, {
      token: ann.token,
      body: { content: `${(await getFile(server.url, ann.token, id)).content}rest\n` },
    });
    expect(put.status).toBe(200);
    await vi.waitFor(async () => {
      const texts = [one.text, two.text, browser.text].map(String);
      expect(new Set([...texts, (await getFile(server.url, ann.token, id)).content]).size).toBe(1);
      expect(texts[0]).toContain("plain one 👩‍💻\n");
    }, WAIT);
    for (const word of ["plain two", "socket.io", "rest", "start"]) expect(String(one.text)).toContain(word);
    browser.close();
  });

  test("shows who is there, as the server knows them, to both roads, and hears who left", async () => {
    const id = await shared("present.txt");
    const [one, two] = [join(id, ann), join(id, ben)];
    await Promise.all([synced(one), synced(two)]);
    one.provider.awareness.setLocalState({ user: { name: "the boss" }, cursor: null });
    await vi.waitFor(
      () =>
        expect(two.provider.awareness.getStates().get(one.doc.clientID)).toMatchObject({
          user: { name: ann.username },
          cursor: null,
        }),
      WAIT,
    );
    one.provider.disconnect();
    await vi.waitFor(
      () => expect(two.provider.awareness.getStates().has(one.doc.clientID)).toBe(false),
      WAIT,
    );
  });

  test("keeps what was typed while the connection was cut, and brings it when it is back", async () => {
    const id = await shared("cut.txt");
    const one = join(id, ann);
    await synced(one);
    one.provider.disconnect();
    one.text.insert(0, "typed alone");
    one.provider.connect();
    await vi.waitFor(
      async () => expect((await getFile(server.url, ann.token, id)).content).toBe("typed alone"),
      WAIT,
    );
  });

  test("stays connected while nobody says anything", { timeout: IDLE_MS * 2 }, async () => {
    const id = await shared("idle.txt");
    const one = join(id, ann);
    await synced(one);
    const drops: unknown[] = [];
    one.provider.on("connection-close", (event) => drops.push(event));
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    expect(drops).toEqual([]);
    expect(one.provider.wsconnected).toBe(true);
  });

  test("does not come back when its file is deleted (4410)", async () => {
    const id = await shared("deleted.txt");
    const [one, two] = [join(id, ann), join(id, ben)];
    await Promise.all([synced(one), synced(two)]);
    expect((await call(server.url, "DELETE", `/files/${id}`, { token: ann.token })).status).toBe(204);
    expect(await Promise.all([one.ended, two.ended])).toEqual([CLOSE_CODES.deleted, CLOSE_CODES.deleted]);
    expect(one.provider.wsconnected).toBe(false);
  });

  test("ends at once when its session does (4401)", async () => {
    const id = await shared("signed-out.txt");
    const login = await createAccount(server.url, "leaver");
    await invite(server.url, ann.token, id, login.token);
    const one = join(id, login);
    await synced(one);
    expect((await call(server.url, "POST", "/auth/logout", { token: login.token })).status).toBe(204);
    expect(await one.ended).toBe(CLOSE_CODES.unauthenticated);
  });
});

describe("credentials", () => {
  const ownFile = async () => (await createFile(server.url, ann.token, "own.txt", "mine")).id;
  const joins = (address: string, headers?: Record<string, string>) =>
    openRaw(address, headers, (socket) => socket.once("message", () => socket.close(1000)));

  test("may be `?token=`, a header, or the cookie of our own pages", async () => {
    const address = plainAddress(server.url, await ownFile());
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const own = { cookie: browser.cookie(), origin: server.url };
    expect(await joins(`${address}?token=${ann.token}`)).toMatchObject({ code: 1000 });
    expect(await joins(`${address}/?token=${ann.token}`)).toMatchObject({ code: 1000 });
    expect(await joins(address, { authorization: `Bearer ${ann.token}` })).toMatchObject({ code: 1000 });
    expect(await joins(address, own)).toMatchObject({ code: 1000 });
    const foreign = { ...own, origin: "https://elsewhere.example" };
    expect(await joins(address, foreign)).toMatchObject({ status: 403 });
    // It does not ride on the cookie then.
    expect(await joins(`${address}?token=${ann.token}`, foreign)).toMatchObject({ code: 1000 });
  });

  test("that are none, forged or of a stranger are a close code, and after three of them 429", async () => {
    const address = plainAddress(server.url, await ownFile());
    expect(await openRaw(address)).toMatchObject({ code: CLOSE_CODES.unauthenticated });
    const forged = `${address}?token=${ann.token.slice(0, -6)}AAAAAA`;
    for (let n = 0; n < 3; n += 1)
      expect(await openRaw(forged)).toMatchObject({ code: CLOSE_CODES.unauthenticated });
    const fourth = await openRaw(forged);
    expect(fourth.status).toBe(429);
    expect(Number(fourth.retryAfter)).toBeGreaterThan(0);
    const stranger = `${address}?token=${(await createAccount(server.url, "stranger")).token}`;
    expect(await openRaw(stranger)).toMatchObject({ code: CLOSE_CODES.notFound });
  });

  test("do not help where there is no file; an unknown path is no path", async () => {
    const { token } = await createAccount(server.url, "seeker");
    const at = (id: string) => `${plainAddress(server.url, id)}?token=${token}`;
    expect(await openRaw(at("999999"))).toMatchObject({ code: CLOSE_CODES.notFound });
    expect(await openRaw(at("notes.txt"))).toMatchObject({ code: CLOSE_CODES.notFound });
    expect(await openRaw(at("9".repeat(40)))).toMatchObject({ code: CLOSE_CODES.notFound });
    expect(await openRaw(at("1/2"))).toMatchObject({ status: 404 });
    expect(await openRaw(at("").replace("/?", "?"))).toMatchObject({ status: 404 });
  });
});

describe("what is sent", () => {
  const say = async (account: Account, fileId: number, ...messages: (string | Uint8Array)[]) =>
    openRaw(`${plainAddress(server.url, fileId)}?token=${account.token}`, {}, (socket) => {
      for (const message of messages) socket.send(message);
    });

  test("by a viewer as an edit is dropped, and answered with permission denied", async () => {
    const id = await shared("viewer.txt", "viewer", "read me");
    const heard: number[] = [];
    const answer = await openRaw(`${plainAddress(server.url, id)}?token=${ben.token}`, {}, (socket) => {
      socket.send(updateMessage(insertion("not mine to write")));
      socket.on("message", (data) => {
        const [type] = data instanceof Buffer ? data : [];
        heard.push(type ?? -1);
        if (type === MESSAGE_AUTH) socket.close(1000);
      });
    });
    expect(answer).toMatchObject({ code: 1000 });
    expect(heard).toContain(MESSAGE_AUTH);
    expect((await getFile(server.url, ann.token, id)).content).toBe("read me");
  });

  test("that is no message of the protocol, or not allowed content, is 4422", async () => {
    const id = await shared("invalid.txt");
    const embed = new Y.Doc();
    embed.getText("content").insertEmbed(0, { image: "x" });
    const elsewhere = new Y.Doc();
    elsewhere.getText("other").insert(0, "x");
    for (const message of [
      "text, not bytes",
      Uint8Array.from([77, 1, 2, 3]),
      Uint8Array.from([0, 2, 200]),
      updateMessage(Y.encodeStateAsUpdate(embed)),
      updateMessage(Y.encodeStateAsUpdate(elsewhere)),
    ]) {
      const writer = await createAccount(server.url, "garbler");
      await invite(server.url, ann.token, id, writer.token);
      expect(await say(writer, id, message)).toMatchObject({ code: CLOSE_CODES.invalid });
    }
    expect((await getFile(server.url, ann.token, id)).content).toBe("");
  });

  test("that makes the text too large, or is a message over the limit, is 4413, and nothing of it is kept", async () => {
    const id = await shared("large.txt");
    const tooMuch = updateMessage(insertion("x".repeat(MAX_FILE_BYTES + 1)));
    expect(await say(ann, id, tooMuch)).toMatchObject({ code: CLOSE_CODES.tooLarge });
    const overLimit = new Uint8Array(maxMessageBytes(MAX_FILE_BYTES) + 1);
    expect(await say(ben, id, overLimit)).toMatchObject({ code: CLOSE_CODES.tooLarge });
    expect((await getFile(server.url, ann.token, id)).content).toBe("");
  });
});

test("who reads nothing is sent away before it costs the server its memory, and the others go on", async () => {
  const limitless = await startServer({
    env: { MAX_FILE_BYTES: String(MAX_FILE_BYTES), RATE_LIMITS: "off" },
  });
  const owner = await createAccount(limitless.url, "owner");
  const { id } = await createFile(limitless.url, owner.token, "slow.txt", "x".repeat(MAX_FILE_BYTES - 100));
  const honest = connectStock(limitless.url, id, owner.token);
  open.push(honest.provider);
  await synced(honest);
  const slow = new WebSocket(`${plainAddress(limitless.url, id)}?token=${owner.token}`);
  await once(slow, "open");
  const shown = new Awareness(new Y.Doc());
  shown.setLocalState({ cursor: null });
  slow.send(awarenessMessage(readAwareness(encodeAwarenessUpdate(shown, [shown.clientID]))));
  const isThere = () => honest.provider.awareness.getStates().has(shown.clientID);
  await vi.waitFor(() => expect(isThere()).toBe(true), WAIT);
  slow.pause();
  for (let n = 0; n < SYNCS; n += 1) slow.send(syncStep1Message(Y.encodeStateVector(new Y.Doc())));
  await vi.waitFor(() => expect(isThere()).toBe(false), WAIT);
  honest.text.insert(0, "still ");
  await vi.waitFor(
    async () => expect((await getFile(limitless.url, owner.token, id)).content).toMatch(/^still x/),
    WAIT,
  );
  shown.destroy();
  slow.terminate();
  await limitless.stop();
});

test("a server that stops sends everybody away to come back (1012), and they do", async () => {
  const first = await startServer();
  const owner = await createAccount(first.url, "owner");
  const { id } = await createFile(first.url, owner.token, "restart.txt");
  const ended = openRaw(`${plainAddress(first.url, id)}?token=${owner.token}`);
  const client = connectStock(first.url, id, owner.token);
  open.push(client.provider);
  await synced(client);
  expect(await first.stop()).toBe(0);
  expect(await ended).toMatchObject({ code: CLOSE_CODES.restarting });
  expect(client.provider.shouldConnect).toBe(true);
});
