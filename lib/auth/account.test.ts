import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { sessionListSchema, tokenSchema, userSchema } from "@/lib/contracts/auth";
import { problemSchema } from "@/lib/contracts/common";
import { type Account, type Answer, call, createAccount, createFile } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { startServer, type TestServer } from "@/test-support/server";

/** One's own account by REST: username, password, sessions; and what that does to what is open. */

/** CONTRACT 2: live connections end within a second; the rest is what a busy machine may add. */
const WITHIN = { timeout: 2_000, interval: 20 };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const me = (token: string) => call(server.url, "GET", "/auth/me", { token });
const patch = (token: string, body: unknown) => call(server.url, "PATCH", "/auth/me/", { token, body });
const sessionsOf = async (token: string) =>
  sessionListSchema.parse((await call(server.url, "GET", "/auth/sessions", { token })).body);
const errorsOf = (answer: Answer) => problemSchema.parse(answer.body).errors?.map(({ path }) => path);

const auditLineSchema = z.looseObject({ msg: z.string(), userId: z.number().optional() });
const audited = () =>
  server
    .output()
    .split("\n")
    .filter((line) => line.includes('"audit":true'))
    .map((line) => auditLineSchema.parse(JSON.parse(line)));

async function login(name: string, password: string): Promise<Answer> {
  return call(server.url, "POST", "/auth/login", { body: { email: name, password } });
}
const tokenOf = async ({ email, password }: Account): Promise<string> =>
  tokenSchema.parse((await login(email, password)).body).access_token;

async function open(account: Account, token: string): Promise<LiveClient> {
  const file = await createFile(server.url, account.token, "open.txt");
  const live = connectLive(server.url, file.id, token);
  await live.synced;
  return live;
}

describe("PATCH /auth/me", () => {
  test("changes the username at once, for signing in too; nothing else changes", async () => {
    const ann = await createAccount(server.url, "patch");
    const before = userSchema.parse((await me(ann.token)).body);
    const username = `${ann.username}-2`;
    expect(await patch(ann.token, { username })).toMatchObject({
      status: 200,
      body: { ...before, username },
    });
    expect((await me(ann.token)).body).toEqual({ ...before, username });
    expect((await login(username, ann.password)).status).toBe(200);
    expect((await login(ann.username, ann.password)).status).toBe(401);
    expect((await patch(ann.token, {})).body).toEqual({ ...before, username });
    expect((await patch(ann.token, { username: username.toUpperCase() })).status).toBe(200);
  });

  test("a username that is taken, in any case, is 409, and then the password stays as well", async () => {
    const [ann, ben] = [await createAccount(server.url, "ann"), await createAccount(server.url, "ben")];
    const answer = await patch(ann.token, {
      username: ben.username.toUpperCase(),
      current_password: ann.password,
      new_password: "another long secret",
    });
    expect([answer.status, errorsOf(answer)]).toEqual([409, ["username"]]);
    expect((await login(ann.email, ann.password)).status).toBe(200);
  });

  test("a new password ends every other session and what is open with them, and keeps the one that asked", async () => {
    const ann = await createAccount(server.url, "ann");
    const other = await tokenOf(ann);
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const [own, others] = [await open(ann, ann.token), await open(ann, other)];
    const change = { current_password: ann.password, new_password: "another long secret" };
    expect((await patch(ann.token, change)).status).toBe(200);
    await vi.waitFor(() => expect(others.closed()?.code).toBe(4401), WITHIN);
    expect((await me(ann.token)).status).toBe(200);
    expect((await me(other)).status).toBe(401);
    expect((await browser.fetch("/api/v1/auth/me")).status).toBe(401);
    expect(await own.edit((text) => text.insert(0, "still here"))).toHaveProperty("version");
    own.close();
    expect((await login(ann.email, ann.password)).status).toBe(401);
    expect((await login(ann.email, "another long secret")).status).toBe(200);
    expect(audited()).toContainEqual(
      expect.objectContaining({ audit: true, msg: "password changed", sessionsEnded: 2 }),
    );
  });

  test.each<[string, object, string[]]>([
    [
      "a wrong current password",
      { current_password: "not it", new_password: "long enough" },
      ["current_password"],
    ],
    [
      "a wrong current password for a name",
      { current_password: "not it", username: "fine" },
      ["current_password"],
    ],
    ["no current password", { new_password: "long enough" }, ["current_password"]],
    ["a common new one", { current_password: "x", new_password: "PassWord1" }, ["new_password"]],
    ["a short new one", { current_password: "x", new_password: "short" }, ["new_password"]],
    ["a long new one", { current_password: "x", new_password: "p".repeat(129) }, ["new_password"]],
    ["a name with a space", { username: "a name" }, ["username"]],
    ["null", { username: null, new_password: null }, ["username", "new_password"]],
  ])("%s is 422, and nothing changes", async (_name, body, fields) => {
    const ann = await createAccount(server.url, "ann");
    const before = (await me(ann.token)).body;
    const answer = await patch(ann.token, body);
    expect([answer.status, errorsOf(answer)]).toEqual([422, fields]);
    expect((await me(ann.token)).body).toEqual(before);
    expect((await login(ann.email, ann.password)).status).toBe(200);
  });

  test("guesses of the current password run out, as guesses at the door do", async () => {
    const ann = await createAccount(server.url, "guess");
    const statuses = [];
    for (let n = 0; n < 11; n += 1)
      statuses.push(
        (await patch(ann.token, { current_password: `guess ${n}`, new_password: "long enough" })).status,
      );
    expect(statuses).toEqual([...Array(10).fill(422), 429]);
    expect((await login(ann.email, ann.password)).status).toBe(429);
  });
});

describe("sessions", () => {
  test("are listed with their kind and what they are used with, newest first, and which one asks", async () => {
    const ann = await createAccount(server.url, "list");
    const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
    const browser = openBrowserSession(server.url, { "user-agent": userAgent });
    await browser.signIn(ann.email, ann.password);
    const { items, total } = await sessionsOf(ann.token);
    expect(total).toBe(2);
    expect(items).toMatchObject([
      { kind: "browser", client: "Firefox on Linux", current: false },
      { kind: "program", client: "node", current: true },
    ]);
    for (const { created_at, last_used_at } of items)
      expect(Date.parse(last_used_at) - Date.parse(created_at)).toBeLessThan(1_000); // no request writes it anew
    const seen = await (await browser.fetch("/api/v1/auth/sessions/")).json();
    expect(seen).toMatchObject({ items: [{ current: true }, { current: false }] });
  });

  test("one ends, with the live connections made with it, and is 404 from then on", async () => {
    const ann = await createAccount(server.url, "one");
    const other = await tokenOf(ann);
    const live = await open(ann, other);
    const ended = (await sessionsOf(ann.token)).items.find(({ current }) => !current)?.id ?? "";
    const end = () => call(server.url, "DELETE", `/auth/sessions/${ended}`, { token: ann.token });
    expect((await end()).status).toBe(204);
    await vi.waitFor(() => expect(live.closed()?.code).toBe(4401), WITHIN);
    expect((await me(other)).status).toBe(401);
    expect((await end()).status).toBe(404);
    expect(await sessionsOf(ann.token)).toMatchObject({ total: 1, items: [{ current: true }] });
  });

  test("all others end, and one's own last", async () => {
    const ann = await createAccount(server.url, "all");
    const others = [await tokenOf(ann), await tokenOf(ann)];
    const all = () => call(server.url, "DELETE", "/auth/sessions", { token: ann.token });
    expect((await all()).status).toBe(204);
    expect((await all()).status).toBe(204);
    for (const token of others) expect((await me(token)).status).toBe(401);
    const [own] = (await sessionsOf(ann.token)).items;
    expect(
      (await call(server.url, "DELETE", `/auth/sessions/${own?.id}/`, { token: ann.token })).status,
    ).toBe(204);
    expect((await me(ann.token)).status).toBe(401);
  });

  test("nobody ends, nor hears of, another account's", async () => {
    const [ann, eve] = [await createAccount(server.url, "ann"), await createAccount(server.url, "eve")];
    const [anns] = (await sessionsOf(ann.token)).items;
    for (const id of [anns?.id, "word", "00000000-0000-4000-8000-000000000000", "%00", "1%27--"]) {
      const answer = await call(server.url, "DELETE", `/auth/sessions/${id}`, { token: eve.token });
      expect(answer).toMatchObject({ status: 404, body: { detail: "No such session, or it has ended." } });
    }
    expect((await me(ann.token)).status).toBe(200);
  });

  test("the browser's cookie ends sessions from our own pages only", async () => {
    const ann = await createAccount(server.url, "csrf");
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const end = (origin: string) =>
      browser.fetch("/api/v1/auth/sessions", { method: "DELETE", headers: { origin } });
    expect((await end("http://evil.example")).status).toBe(403);
    expect((await me(ann.token)).status).toBe(200);
    expect((await end(server.url)).status).toBe(204);
    expect((await me(ann.token)).status).toBe(401);
  });
});

test("the audit log names who registered, signed in and out, and holds nothing that opens a door", async () => {
  const ann = await createAccount(server.url, "audited");
  const { id: userId } = userSchema.parse((await me(ann.token)).body);
  await login(ann.email, "not it");
  await call(server.url, "POST", "/auth/logout", { token: ann.token });
  const own = audited().filter((line) => line.userId === userId);
  expect(own.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    "info account registered",
    "info signed in",
    "info sign-in refused",
    "info signed out",
  ]);
  for (const secret of [ann.password, ann.token, "not it", ann.email])
    expect(server.output()).not.toContain(secret);
});
