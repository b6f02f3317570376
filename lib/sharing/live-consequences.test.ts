import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { inviteSchema } from "@/lib/contracts/sharing";
import { call, getFile } from "@/test-support/api";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { openRaw, plainAddress } from "@/test-support/plain-client";
import { createPeople, type Name, type People, SCENE_TEXT, type Scene, setScene } from "@/test-support/scene";
import { startServer, type TestServer } from "@/test-support/server";

/** I6: what sharing changes reaches open connections within a second of the answer. Against the built server. */

const A_SECOND = { timeout: 1_000, interval: 10 };

let server: TestServer;
let people: People;
let scene: Scene;
beforeAll(async () => {
  server = await startServer({ env: { RATE_LIMITS: "off" } });
  people = await createPeople(server.url);
});
afterAll(() => server.stop());
beforeEach(async () => {
  scene = await setScene(server.url, people);
});

const ask = (by: Name, method: string, path: string, body?: unknown) =>
  call(server.url, method, `/files/${scene.fileId}${path}`, {
    token: people[by].token,
    ...(body === undefined ? {} : { body }),
  });
const give = (by: Name, to: Name, role: string) =>
  ask(by, "PATCH", `/collaborators/${people[to].id}`, { role });
const open = async (who: Name): Promise<LiveClient> => {
  const client = connectLive(server.url, scene.fileId, people[who].token);
  await client.synced;
  return client;
};
const stored = async () => (await getFile(server.url, people.owner.token, scene.fileId)).content;
const ended = (client: LiveClient, code: number, detail: string) =>
  vi.waitFor(() => {
    expect(client.closed()).toEqual({ code, detail });
    expect(client.socket.connected).toBe(false);
  }, A_SECOND);

describe("a role that is given", () => {
  test("is told to every page of that person and to nobody else, and holds from then on", async () => {
    const [first, second] = [await open("collaborator"), await open("collaborator")];
    const bystander = await open("member");
    expect(await give("owner", "collaborator", "viewer")).toMatchObject({
      status: 200,
      body: { role: "viewer", user: { id: people.collaborator.id } },
    });
    for (const page of [first, second])
      await vi.waitFor(() => expect(page.roles).toEqual(["collaborator", "viewer"]), A_SECOND);
    expect(await first.edit((text) => text.insert(0, "no "))).toMatchObject({ error: { code: 4403 } });
    expect(first.denied()).toBe(1);
    expect(await bystander.edit((text) => text.insert(0, "yes "))).toHaveProperty("version");
    expect(await stored()).toBe(`yes ${SCENE_TEXT}`);

    await give("owner", "collaborator", "collaborator");
    await vi.waitFor(() => expect(second.roles.at(-1)).toBe("collaborator"), A_SECOND);
    expect(await second.edit((text) => text.insert(0, "again "))).toHaveProperty("version");
    expect(bystander.roles).toEqual(["collaborator"]);
    for (const page of [first, second, bystander]) page.close();
  });

  test("that is the same is no news", async () => {
    const page = await open("collaborator");
    expect((await give("owner", "collaborator", "collaborator")).status).toBe(200);
    await give("owner", "collaborator", "viewer");
    await vi.waitFor(() => expect(page.roles).toEqual(["collaborator", "viewer"]), A_SECOND);
    page.close();
  });

  test("by a link to who is in already is told, too", async () => {
    const page = await open("viewer");
    await call(server.url, "POST", `/invites/${scene.link.token}/accept`, { token: people.viewer.token });
    await vi.waitFor(() => expect(page.roles).toEqual(["viewer", "collaborator"]), A_SECOND);
    expect(await page.edit((text) => text.insert(0, "in "))).toHaveProperty("version");
    page.close();
  });

  test("twenty at once: what pages are told last is what holds", async () => {
    const page = await open("collaborator");
    const roles = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? "viewer" : "collaborator"));
    await Promise.all(roles.map((role) => give("owner", "collaborator", role)));
    const file = await getFile(server.url, people.collaborator.token, scene.fileId);
    await vi.waitFor(() => expect(page.roles.at(-1)).toBe(file.role), A_SECOND);
    const answer = await page.edit((text) => text.insert(0, "x"));
    expect("version" in answer).toBe(file.role === "collaborator");
    page.close();
  });
});

test("a hand-over is told to both, and the one who owned it edits on", async () => {
  const [before, after] = [await open("owner"), await open("viewer")];
  expect(await give("owner", "viewer", "owner")).toMatchObject({ status: 200, body: { role: "owner" } });
  await vi.waitFor(() => expect(after.roles).toEqual(["viewer", "owner"]), A_SECOND);
  await vi.waitFor(() => expect(before.roles).toEqual(["owner", "collaborator"]), A_SECOND);
  expect(await before.edit((text) => text.insert(0, "mine "))).toHaveProperty("version");
  expect(await after.edit((text) => text.insert(0, "yours "))).toHaveProperty("version");
  expect((await ask("owner", "DELETE", "")).status).toBe(403);
  expect((await ask("viewer", "DELETE", "")).status).toBe(204);
});

describe("who is removed", () => {
  test("is told by whom on every page, is seen no more, and comes back by no road", async () => {
    const [first, second, owner] = [
      await open("collaborator"),
      await open("collaborator"),
      await open("owner"),
    ];
    first.show({ cursor: null });
    await vi.waitFor(() => expect(owner.awareness.states.has(first.doc.clientID)).toBe(true), A_SECOND);
    expect((await ask("owner", "DELETE", `/collaborators/${people.collaborator.id}`)).status).toBe(204);
    const detail = `${people.owner.username} removed you from this file.`;
    for (const page of [first, second]) await ended(page, CLOSE_CODES.removed, detail);
    await vi.waitFor(() => expect(owner.awareness.states.has(first.doc.clientID)).toBe(false), A_SECOND);
    await expect(open("collaborator")).rejects.toMatchObject({ data: { code: CLOSE_CODES.removed, detail } });
    expect((await ask("collaborator", "GET", "")).status).toBe(404);
    expect(await owner.edit((text) => text.insert(0, "on "))).toHaveProperty("version");
    owner.close();
  });

  test("has nothing stored that was still under way", async () => {
    const page = await open("collaborator");
    let answered = 0;
    let gone = false;
    const typing = (async () => {
      for (let n = 0; !gone; n += 1) {
        await page
          .edit((text) => text.insert(text.length, `${n} `))
          .then(
            (answer) => {
              if ("version" in answer) answered = n + 1;
              else gone = true;
            },
            () => {
              gone = true; // the connection ended first
            },
          );
      }
    })();
    await vi.waitFor(() => expect(answered).toBeGreaterThan(3));
    await ask("owner", "DELETE", `/collaborators/${people.collaborator.id}`);
    const atRemoval = await stored();
    await typing;
    expect(await stored()).toBe(atRemoval);
    for (let n = 0; n < answered; n += 1) expect(atRemoval).toContain(`${n} `); // what was told saved, is
  });

  test("and never came before is told so too, also when invited again, and no more once the file is gone", async () => {
    const { id, email, token } = people.viewer;
    await ask("owner", "DELETE", `/collaborators/${id}`);
    await ask("owner", "POST", "/invite", { email });
    const by = `${plainAddress(server.url, scene.fileId)}?token=${token}`;
    const reason = `${people.owner.username} removed you from this file.`;
    expect(await openRaw(by)).toEqual({ code: CLOSE_CODES.removed, reason });
    await ask("owner", "DELETE", "");
    expect(await openRaw(by)).toMatchObject({ code: CLOSE_CODES.notFound });
  });

  test("by an invite is welcome again", async () => {
    const { body } = await ask("owner", "POST", "/invite", {});
    await ask("owner", "DELETE", `/collaborators/${people.viewer.id}`);
    const { token } = inviteSchema.parse(body);
    await call(server.url, "POST", `/invites/${token}/accept`, { token: people.viewer.token });
    const page = await open("viewer");
    expect(page.roles).toEqual(["collaborator"]);
    page.close();
  });
});

test("who leaves is told so on their other pages, and nobody else's end", async () => {
  const [page, other] = [await open("viewer"), await open("member")];
  expect((await ask("viewer", "DELETE", `/collaborators/${people.viewer.id}`)).status).toBe(204);
  const why = { code: CLOSE_CODES.removed, detail: "You left this file." };
  await ended(page, why.code, why.detail);
  await expect(open("viewer")).rejects.toMatchObject({ data: why });
  expect(await other.edit((text) => text.insert(0, "here "))).toHaveProperty("version");
  other.close();
});

test("a deletion ends every page, and tells by whom", async () => {
  const pages = [await open("owner"), await open("collaborator"), await open("viewer")];
  expect((await ask("owner", "DELETE", "")).status).toBe(204);
  const detail = `${people.owner.username} deleted this file.`;
  for (const page of pages) await ended(page, CLOSE_CODES.deleted, detail);
  await expect(open("collaborator")).rejects.toMatchObject({ data: { code: CLOSE_CODES.notFound } });
});
