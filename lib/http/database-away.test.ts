import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";
import { type Fault, startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";

/** CONTRACT 2: 503 within a second, with `Retry-After`; the rest is what a busy machine may add. */
const SAID_WITHIN_MS = 2_000;

let server: TestServer;
let proxy: TcpProxy;
let account: Account;
let fileId: number;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createDatabase();
  drop = database.drop;
  const url = new URL(database.url);
  proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  url.hostname = "127.0.0.1";
  server = await startServer({
    env: { DATABASE_URL: url.toString(), SECRET_KEY: "only-for-this-test-0123456789abcdefghij" },
  });
  account = await createAccount(server.url, "away");
  fileId = (await createFile(server.url, account.token, "away.txt", "x\n")).id;
});
afterAll(async () => {
  await server.stop();
  await proxy.close();
  await drop();
});

const calls = () => [
  () => call(server.url, "GET", `/files/${fileId}`, { token: account.token }),
  () => call(server.url, "PUT", `/files/${fileId}`, { token: account.token, body: { content: "y\n" } }),
  () => call(server.url, "GET", "/files", { token: account.token }),
  () => call(server.url, "POST", "/files", { token: account.token, body: { name: "n.txt" } }),
  () =>
    call(server.url, "POST", "/auth/login", { body: { email: account.email, password: account.password } }),
  () => call(server.url, "GET", "/health/ready"),
];

/** Every page, at its own address: what happened, in our own looks, and when to come again. */
async function expectPagesToSayIt(): Promise<void> {
  for (const path of ["/", "/login", `/files/${fileId}`, "/invite/some-token"]) {
    const since = performance.now();
    const page = await fetch(`${server.url}${path}`, { redirect: "manual" });
    expect(page.status, path).toBe(503);
    expect(page.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(page.headers.get("cache-control")).toContain("no-store");
    expect(page.headers.get("content-security-policy")).toContain("'nonce-");
    const html = await page.text();
    expect(html).toContain("Tandem cannot reach its database");
    expect(html).toContain("_next/static");
    expect(html).not.toMatch(/ECONN|__next_error__|digest/);
    expect(performance.now() - since).toBeLessThan(SAID_WITHIN_MS);
  }
  const browser = openBrowserSession(server.url);
  const refused = await browser.signIn(account.email, account.password);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
}

test.each<Fault>(["refuse", "vanish"])(
  "every call answers 503 within a second while the database is away (%s), and works again by itself",
  async (fault) => {
    await proxy.set(fault);
    for (const send of calls()) {
      const since = performance.now();
      const answer = await send();
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
      expect(answer.body).toMatchObject({
        status: 503,
        detail: expect.not.stringMatching(/ECONN|select|postgres:/),
      });
      expect(performance.now() - since).toBeLessThan(SAID_WITHIN_MS);
    }
    await expectPagesToSayIt();
    expect((await call(server.url, "GET", "/health/live")).status).toBe(200);
    await proxy.set("none");
    await vi.waitFor(
      async () => {
        for (const send of calls()) expect((await send()).status).toBeLessThan(300);
      },
      { timeout: 20_000, interval: 200 },
    );
    expect((await fetch(`${server.url}/login`)).status).toBe(200);
    expect((await fetch(`${server.url}/unavailable`, { redirect: "manual" })).status).toBe(307);
    for (const line of server.output().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
  },
);
