import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { type EditingSessionView, editingSessionListSchema } from "@/lib/contracts/files";
import { call } from "@/test-support/api";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { createDatabase } from "@/test-support/postgres-database";
import { createPeople, type Name, type People, type Scene, setScene } from "@/test-support/scene";
import { startServer, type TestServer } from "@/test-support/server";

/** Who is in a file, over REST: against two built servers on one database. */

const env = { SECRET_KEY: "only-for-this-test-0123456789abcdefghij", RATE_LIMITS: "off" };
let one: TestServer;
let two: TestServer;
let drop: () => Promise<void>;
let people: People;
let scene: Scene;
beforeAll(async () => {
  const database = await createDatabase();
  drop = database.drop;
  Object.assign(env, { DATABASE_URL: database.url });
  one = await startServer({ env });
  two = await startServer({ env });
  people = await createPeople(one.url);
});
afterAll(async () => {
  await one.stop();
  await two.stop();
  await drop();
});
beforeEach(async () => {
  scene = await setScene(one.url, people);
});

const open = async (who: Name, server = one): Promise<LiveClient> => {
  const client = connectLive(server.url, scene.fileId, people[who].token);
  await client.synced;
  return client;
};
const sessions = async (server = one): Promise<EditingSessionView[]> => {
  const answer = await call(server.url, "GET", `/files/${scene.fileId}/sessions`, {
    token: people.viewer.token,
  });
  return editingSessionListSchema.parse(answer.body).items;
};
const names = async (server = one) => (await sessions(server)).map(({ username }) => username).sort();
const showCaret = (client: LiveClient, offset: number) => {
  const at = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(client.text, offset));
  client.show({ cursor: { anchor: at, head: at } });
};

describe("asked on the process they are connected to", () => {
  test("who comes is there at once, each page for itself, and who goes is not", async () => {
    expect(await sessions()).toEqual([]);
    const [first, second, viewer] = [await open("owner"), await open("owner"), await open("viewer")];
    const found = await sessions();
    expect(found).toHaveLength(3);
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
    const { id: ownerId, username } = people.owner;
    const shown = {
      code_file_id: scene.fileId,
      user_id: ownerId,
      username,
      role: "owner",
      cursor_position: null,
    };
    expect(found.filter(({ user_id }) => user_id === ownerId)).toMatchObject([shown, shown]);
    expect(found).toContainEqual(expect.objectContaining({ user_id: people.viewer.id, role: "viewer" }));
    for (const { last_active } of found) expect(Date.now() - Date.parse(last_active)).toBeLessThan(10_000);
    first.close();
    await vi.waitFor(async () => expect(await sessions()).toHaveLength(2));
    second.close();
    viewer.close();
    await vi.waitFor(async () => expect(await sessions()).toEqual([]));
  });

  test("the caret is where it stands in the text of this moment", async () => {
    const [typist, caret] = [await open("collaborator"), await open("owner")];
    await typist.edit((text) => text.insert(0, "first\n😀 second\n"));
    await vi.waitFor(() => expect(caret.text.toString()).toContain("second"));
    showCaret(caret, "first\n😀 sec".length);
    const position = async () => (await sessions()).find(({ role }) => role === "owner")?.cursor_position;
    await vi.waitFor(async () => expect(await position()).toEqual({ line: 2, column: 7 }));
    await typist.edit((text) => text.insert(0, "above\n"));
    expect(await position()).toEqual({ line: 3, column: 7 });
    caret.show({ cursor: null });
    await vi.waitFor(async () => expect(await position()).toBeNull());
    typist.close();
    caret.close();
  });

  test("the role is the one of now, and who was removed is not there", async () => {
    const [member, owner] = [await open("member"), await open("owner")];
    const path = `/files/${scene.fileId}/collaborators/${people.member.id}`;
    const { token } = people.owner;
    await call(one.url, "PATCH", path, { token, body: { role: "viewer" } });
    expect(await sessions()).toContainEqual(
      expect.objectContaining({ user_id: people.member.id, role: "viewer" }),
    );
    await call(one.url, "DELETE", path, { token });
    expect(await names()).toEqual([people.owner.username]);
    member.close();
    owner.close();
  });
});

test("asked on another process, people of both are there within seconds, and gone again", async () => {
  const [here, there] = [await open("owner", one), await open("collaborator", two)];
  const both = [people.owner.username, people.collaborator.username].sort();
  for (const server of [one, two])
    await vi.waitFor(async () => expect(await names(server)).toEqual(both), { timeout: 5_000 });
  here.close();
  await vi.waitFor(async () => expect(await names(two)).toEqual([people.collaborator.username]), {
    timeout: 5_000,
  });
  there.close();
});

test("a process that stops takes its people out", async () => {
  const third = await startServer({ env });
  const page = await open("owner", third);
  await vi.waitFor(async () => expect(await names(one)).toEqual([people.owner.username]), { timeout: 5_000 });
  await third.stop();
  expect(await names(one)).toEqual([]);
  page.close();
});
