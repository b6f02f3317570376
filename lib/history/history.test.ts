import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { fileSchema } from "@/lib/contracts/files";
import {
  type VersionListView,
  type VersionView,
  versionListSchema,
  versionSchema,
  versionTextSchema,
} from "@/lib/contracts/history";
import { PAGE_MAX, VERSION_LABEL_MAX } from "@/lib/contracts/limits";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { startServer, type TestServer } from "@/test-support/server";
import { startTwoServers } from "@/test-support/two-servers";

/** History over REST, against the built server. Who may is in lib/http/roles.test.ts, what a version is in db/repositories. */

let server: TestServer;
let ann: Account;
let ben: Account;
beforeAll(async () => {
  server = await startServer({ env: { RATE_LIMITS: "off" } });
  ann = await createAccount(server.url, "ann");
  ben = await createAccount(server.url, "ben");
});
afterAll(() => server.stop());

/** One account at one server. */
interface At {
  url: string;
  token: string;
}
const here = (): At => ({ url: server.url, token: ann.token });
const ask = ({ url, token }: At, method: string, path: string, body?: unknown) =>
  call(url, method, path, { token, ...(body === undefined ? {} : { body }) });
async function list(at: At, fileId: number, query = ""): Promise<VersionListView> {
  return versionListSchema.parse((await ask(at, "GET", `/files/${fileId}/versions${query}`)).body);
}
async function name(at: At, fileId: number, label: string): Promise<VersionView> {
  const { status, body } = await ask(at, "POST", `/files/${fileId}/versions`, { label });
  expect(status).toBe(201);
  return versionSchema.parse(body);
}
const textOf = async (at: At, fileId: number, id: number) =>
  versionTextSchema.parse((await ask(at, "GET", `/files/${fileId}/versions/${id}`)).body).content;
async function open(fileId: number, account: Account, url = server.url): Promise<LiveClient> {
  const client = connectLive(url, fileId, account.token);
  await client.synced;
  return client;
}

test("what was written is listed newest first, with who, when and how many lines", async () => {
  const { id, created_at } = await createFile(server.url, ann.token, "crlf.py", "one\r\ntwo 😀\r\n");
  await invite(server.url, ann.token, id, ben.token);
  const typing = await open(id, ben);
  await typing.edit((text) => text.insert(4, "between\n"));
  typing.close();
  const { items, next_cursor } = await list(here(), id);
  expect(next_cursor).toBeNull();
  expect(items).toMatchObject([
    { authors: [{ username: ben.username }], label: null, added: 1, removed: 0 },
    { authors: [{ username: ann.username }], label: null, added: 2, removed: 0, created_at },
  ]);
  const [newest, first] = items;
  expect(await textOf(here(), id, newest?.id ?? 0)).toBe("one\nbetween\ntwo 😀\n");
  expect(await textOf(here(), id, first?.id ?? 0)).toBe("one\ntwo 😀\n");
  const page = await list(here(), id, "?limit=1");
  expect(page.items).toEqual([newest]);
  expect(await list(here(), id, `?limit=1&cursor=${page.next_cursor}`)).toEqual({
    items: [first],
    next_cursor: null,
  });
});

test.each([
  ["GET", "?limit=0", undefined, "limit"],
  ["GET", `?limit=${PAGE_MAX + 1}`, undefined, "limit"],
  ["GET", "?cursor=nonsense", undefined, "cursor"],
  ["POST", "", {}, "label"],
  ["POST", "", { label: "  " }, "label"],
  ["POST", "", { label: "a\nb" }, "label"],
  ["POST", "", { label: "x".repeat(VERSION_LABEL_MAX + 1) }, "label"],
])("%s %s %j is refused in words", async (method, query, body, path) => {
  const { id } = await createFile(server.url, ann.token, "refused.txt", "x");
  const answer = await ask(here(), method, `/files/${id}/versions${query}`, body);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
});

test("a restore is an edit that two live editors see, keep their own words through, and can take back", async () => {
  const { id } = await createFile(server.url, ann.token, "restored.txt", "kept\nold line\n");
  await invite(server.url, ann.token, id, ben.token);
  const before = await name(here(), id, "Before");
  const [first, second] = [await open(id, ann), await open(id, ben)];
  await first.edit((text) => text.delete(5, 8));
  await second.edit((text) => text.insert(5, "new line"));
  await vi.waitFor(() => expect(first.text.toString()).toBe("kept\nnew line\n"));
  const undo = new Y.UndoManager(second.text, { trackedOrigins: new Set([second.socket]) });
  const marker = Y.createRelativePositionFromTypeIndex(first.text, 2);

  const restored = await ask(here(), "POST", `/files/${id}/versions/${before.id}/restore`);
  expect(restored.status).toBe(200);
  const file = fileSchema.parse(restored.body);
  expect(file.content).toBe("kept\nold line\n");
  expect(restored.headers.get("etag")).toContain(String(file.version));
  for (const { text } of [first, second])
    await vi.waitFor(() => expect(text.toString()).toBe("kept\nold line\n"));
  expect(Y.createAbsolutePositionFromRelativePosition(marker, first.doc)?.index).toBe(2);

  const { items } = await list(here(), id);
  const texts = await Promise.all(items.map((item) => textOf(here(), id, item.id)));
  expect(texts).toEqual(["kept\nold line\n", "kept\nnew line\n", "kept\nold line\n", "kept\nold line\n"]);
  expect(items.map(({ label }) => label)).toEqual([null, null, "Before", null]);

  // By undo of the page, and by restoring what was there before.
  await second.edit(() => undo.undo());
  for (const { text } of [first, second])
    await vi.waitFor(() => expect(text.toString()).toBe("kept\nnew line\n"));
  await ask(here(), "POST", `/files/${id}/versions/${before.id}/restore`);
  await ask(here(), "POST", `/files/${id}/versions/${items[1]?.id}/restore`);
  for (const { text } of [first, second])
    await vi.waitFor(() => expect(text.toString()).toBe("kept\nnew line\n"));
  undo.destroy();
  first.close();
  second.close();
});

test("10,000 edits: every version is there before and after the server is killed, and compaction changes none", async () => {
  const dataDir = await newDataDir();
  const env = { RATE_LIMITS: "off" };
  let mortal = await startServer({ dataDir, env });
  const account = await createAccount(mortal.url, "ann");
  const { token } = account;
  try {
    const { id } = await createFile(mortal.url, token, "long.txt", "start\n");
    const typing = await open(id, account, mortal.url);
    const texts = new Map<number, string>();
    for (let round = 0; round < 20; round += 1) {
      // Held back in no queue: each is a message of its own, and the server merges as it does under load.
      const sent = Array.from({ length: 500 }, (_, n) =>
        typing.edit((text) => {
          if (n % 7 === 6) text.delete(0, 3);
          else text.insert((n * 13) % text.length, n % 25 === 0 ? "\n" : "x");
        }),
      );
      await Promise.all(sent);
      texts.set((await name({ url: mortal.url, token }, id, `round ${round}`)).id, typing.text.toString());
    }
    const before = await list({ url: mortal.url, token }, id, `?limit=${PAGE_MAX}`);
    expect(before.items.length).toBeGreaterThanOrEqual(40);
    typing.close();
    await mortal.kill();
    mortal = await startServer({ dataDir, env });
    for (const [versionId, text] of texts)
      expect(await textOf({ url: mortal.url, token }, id, versionId)).toBe(text);
    expect(await list({ url: mortal.url, token }, id, `?limit=${PAGE_MAX}`)).toEqual(before);
    const { content } = await getFile(mortal.url, token, id);
    expect(content).toBe([...texts.values()].at(-1));
  } finally {
    await mortal.stop();
  }
}, 60_000);

test("two processes tell one history, and a restore on one is seen on the other", async () => {
  const two = await startTwoServers({ RATE_LIMITS: "off" });
  try {
    await two.untilReady();
    const [one, other] = two.servers;
    const account = await createAccount(one.url, "ann");
    const { token } = account;
    const { id } = await createFile(one.url, token, "two.txt", "first\n");
    const typing = await open(id, account, one.url);
    const named = await name({ url: other.url, token }, id, "First");
    await typing.edit((text) => text.insert(0, "second\n"));
    const lists = await Promise.all(
      [one, other, one, other].map(async ({ url }) => JSON.stringify(await list({ url, token }, id))),
    );
    expect(new Set(lists).size).toBe(1);
    expect(await textOf({ url: one.url, token }, id, named.id)).toBe("first\n");
    expect(
      (await ask({ url: other.url, token }, "POST", `/files/${id}/versions/${named.id}/restore`)).status,
    ).toBe(200);
    await vi.waitFor(() => expect(typing.text.toString()).toBe("first\n"));
    typing.close();
  } finally {
    await two.stop();
  }
});
