import http from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { connectLive } from "@/test-support/live-client";
import { startServer, type TestServer } from "@/test-support/server";

/** Signing in and out by browser, against the built server. */

let server: TestServer;
let ann: Account;
beforeAll(async () => {
  server = await startServer({ env: { HOST: "0.0.0.0" } });
  ann = await createAccount(server.url, "ann");
});
afterAll(() => server.stop());

const me = "/api/v1/auth/me";

test("the same account signs in, by email in any case or by username, and is known to the API", async () => {
  for (const name of [ann.email, ann.email.toUpperCase(), ann.username]) {
    const browser = openBrowserSession(server.url);
    const answer = await browser.signIn(name, ann.password);
    expect(answer.status).toBe(200);
    expect(await (await browser.fetch(me)).json()).toMatchObject({ username: ann.username });
  }
});

test("the cookie is kept from scripts and from other sites' forms", async () => {
  const answer = await openBrowserSession(server.url).signIn(ann.email, ann.password);
  const line = answer.headers.getSetCookie().find((text) => text.startsWith("next-auth.session-token="));
  expect(line).toMatch(/; HttpOnly/);
  expect(line).toMatch(/; SameSite=Lax/);
  expect(line).not.toMatch(/; Secure/);
});

test.each([
  ["a wrong password", () => ann.email, "not the password"],
  ["an unknown account", () => "nobody@example.com", "not the password"],
  ["a name that no database takes", () => "a\u0000b@example.com", "not the password"],
  ["an empty password", () => ann.email, ""],
])("%s is 401, and no session is made", async (_name, email, password) => {
  const browser = openBrowserSession(server.url);
  const answer = await browser.signIn(email(), password);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual({ url: expect.stringContaining("error=CredentialsSignin") });
  expect((await browser.fetch(me)).status).toBe(401);
});

test("signing out ends the session for good, and the live connections made with it", async () => {
  const browser = openBrowserSession(server.url);
  await browser.signIn(ann.email, ann.password);
  const kept = browser.cookie();
  const file = await createFile(server.url, ann.token, "open.txt");
  const live = connectLive(server.url, file.id, { cookie: kept, origin: server.url });
  await live.synced;
  const ended = new Promise<void>((resolve) => live.socket.once("disconnect", () => resolve()));

  expect((await browser.signOut()).status).toBe(200);
  await ended;
  expect(live.closed()?.code).toBe(4401);
  expect((await fetch(`${server.url}${me}`, { headers: { cookie: kept } })).status).toBe(401);
  expect((await browser.fetch(me)).status).toBe(401);
});

test("POST /auth/logout with the cookie ends it as well", async () => {
  const browser = openBrowserSession(server.url);
  await browser.signIn(ann.email, ann.password);
  expect((await browser.fetch("/api/v1/auth/logout/", { method: "POST" })).status).toBe(204);
  expect((await browser.fetch(me)).status).toBe(401);
});

describe("a request that rides on the cookie", () => {
  const elsewhere = { origin: "http://evil.example" };
  test("changes something only from our own pages; reading is free", async () => {
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const create = (headers: Record<string, string>) =>
      fetch(`${server.url}/api/v1/files`, {
        method: "POST",
        headers: { cookie: browser.cookie(), "content-type": "application/json", ...headers },
        body: JSON.stringify({ name: "a.txt" }),
      });
    expect((await create({ origin: server.url })).status).toBe(201);
    expect((await create({ "sec-fetch-site": "same-origin" })).status).toBe(201);
    expect((await create(elsewhere)).status).toBe(403);
    expect((await create({ origin: "null" })).status).toBe(403);
    expect((await create({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await create({})).status).toBe(403);
    expect((await create({ ...elsewhere, authorization: `Bearer ${ann.token}` })).status).toBe(201);
    expect((await browser.fetch(me, { headers: elsewhere })).status).toBe(200);
  });

  test("is told 404 before 403, and 403 before anything of its body", async () => {
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const file = await createFile(server.url, ann.token, "order.txt");
    const put = async (id: string) =>
      (await browser.fetch(`/api/v1/files/${id}`, { method: "PUT", body: "{", headers: elsewhere })).status;
    expect(await put("word")).toBe(400);
    expect(await put("2147483000")).toBe(404);
    expect(await put(String(file.id))).toBe(403);
  });
});

describe("from elsewhere", () => {
  test.each(["/api/auth/callback/credentials", "/api/auth/signin/credentials", "/api/auth/signout"])(
    "POST %s is refused, whatever it carries",
    async (path) => {
      const browser = openBrowserSession(server.url);
      await browser.signIn(ann.email, ann.password);
      for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }]) {
        const answer = await browser.fetch(path, {
          method: "POST",
          headers,
          body: new URLSearchParams({ email: ann.email, password: ann.password, csrfToken: "x" }),
        });
        expect(answer.status).toBe(403);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
      expect((await browser.fetch(me)).status).toBe(200);
    },
  );

  test("without next-auth's own token nobody is signed in or out", async () => {
    const browser = openBrowserSession(server.url);
    const body = new URLSearchParams({ email: ann.email, password: ann.password, csrfToken: "forged" });
    await browser.fetch("/api/auth/callback/credentials", { method: "POST", body });
    expect((await browser.fetch(me)).status).toBe(401);
  });

  test.each([
    "http://evil.example/",
    "//evil.example/",
    "https:evil.example",
    "http://127.0.0.1.evil.example/",
    "javascript:alert(1)",
    "http://[",
    "",
  ])("after signing in one is not sent on to %j", async (callbackUrl) => {
    const answer = await openBrowserSession(server.url).signIn(ann.email, ann.password, { callbackUrl });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ url: expect.stringMatching(new RegExp(`^${server.url}/?$`)) });
    const page = await fetch(`${server.url}/api/auth/signin?callbackUrl=${encodeURIComponent(callbackUrl)}`, {
      redirect: "manual",
    });
    expect([302, 400]).toContain(page.status);
    expect(page.headers.get("location") ?? "").not.toContain("evil");
  });

  test("but on to a path of ours", async () => {
    const answer = await openBrowserSession(server.url).signIn(ann.email, ann.password, {
      callbackUrl: "/files/7?x=1",
    });
    expect(await answer.json()).toEqual({ url: `${server.url}/files/7?x=1` });
  });
});

test.each([
  ["GET", "/api/auth/nothing"],
  ["GET", "/api/auth/callback/credentials"],
  ["POST", "/api/auth/_log"],
  ["POST", "/api/auth/session"],
])("%s %s is shut", async (method, path) => {
  expect((await openBrowserSession(server.url).fetch(path, { method })).status).toBe(404);
});

test("a body that is too large, no form or no JSON is a clear refusal, never a fault", async () => {
  const browser = openBrowserSession(server.url);
  const post = async (type: string, body: string) =>
    (
      await browser.fetch("/api/auth/callback/credentials", {
        method: "POST",
        headers: { "content-type": type },
        body,
      })
    ).status;
  expect(await post("application/x-www-form-urlencoded", "x".repeat(100_000))).toBe(413);
  expect(await post("text/plain", "x")).toBe(415);
  expect(await post("application/json", "{")).toBe(400);
  expect(await post("application/json", "[]")).toBe(422);
  expect(await post("application/json", "null")).toBe(422);
  expect(await post("application/json", '{"csrfToken":{},"callbackUrl":[],"email":7}')).toBeLessThan(500);
});

/** A request with the `Host` a browser would send for another name of this machine; `fetch` does not allow that. */
function as(host: string, path: string, method: string, headers: Record<string, string>, body = "") {
  return new Promise<{ status: number | undefined; cookies: string[]; text: string }>((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const request = http.request(
      { port: server.port, host: "127.0.0.1", path, method, headers: { ...headers, ...length, host } },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += String(chunk);
        });
        response.on("end", () =>
          resolve({ status: response.statusCode, cookies: response.headers["set-cookie"] ?? [], text }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

const pairs = (cookies: string[]) => cookies.map((line) => line.split(";")[0]).join("; ");

test.each(["tandem.lan:8000", "192.168.7.9:8000", "my-laptop.local", "[fe80::1]:8000"])(
  "plain http under the name %s: sign in, change something, sign out",
  async (host) => {
    const origin = `http://${host}`;
    const csrf = await as(host, "/api/auth/csrf", "GET", {});
    const { csrfToken } = JSON.parse(csrf.text);
    const form = { "content-type": "application/x-www-form-urlencoded", origin };
    const body = new URLSearchParams({ email: ann.email, password: ann.password, csrfToken, json: "true" });
    const headers = { ...form, cookie: pairs(csrf.cookies) };
    const signedIn = await as(host, "/api/auth/callback/credentials", "POST", headers, body.toString());
    expect(signedIn.status).toBe(200);
    expect(JSON.parse(signedIn.text)).toEqual({ url: `${origin}/` });
    const cookie = pairs(signedIn.cookies);
    expect(cookie).toMatch(/(^|; )next-auth\.session-token=/);
    const made = await as(
      host,
      "/api/v1/files",
      "POST",
      { cookie, origin, "content-type": "application/json" },
      JSON.stringify({ name: "lan.txt" }),
    );
    expect(made.status).toBe(201);
    const link = await as(
      host,
      `/api/v1/files/${JSON.parse(made.text).id}/invite`,
      "POST",
      { cookie, origin, "content-type": "application/json" },
      "{}",
    );
    expect(JSON.parse(link.text).url).toMatch(new RegExp(`^${origin.replace(/[.[\]]/g, "\\$&")}/invite/`));
  },
);

test("from another address of this machine too", async () => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((entry) => entry !== undefined && !entry.internal && entry.family === "IPv4")?.address;
  const url = `http://${address ?? "127.0.0.2"}:${server.port}`;
  const browser = openBrowserSession(url);
  expect((await browser.signIn(ann.email, ann.password)).status).toBe(200);
  expect((await browser.fetch(me)).status).toBe(200);
  expect((await call(url, "GET", "/health/ready")).status).toBe(200);
});
