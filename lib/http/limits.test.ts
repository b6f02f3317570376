import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOGIN_ACCOUNT_LIMIT, LOGIN_ADDRESS_LIMIT, REGISTER_LIMIT } from "@/lib/access/rate-limits";
import { problemSchema } from "@/lib/contracts/common";
import { type Account, call, createAccount } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { startServer, type TestServer } from "@/test-support/server";

/** Guessing passwords and flooding, by REST and by the browser's sign-in, with every number of trusted proxies. */

const servers: TestServer[] = [];
let proxied: TestServer;
let ann: Account;
let network = 0;

beforeAll(async () => {
  proxied = await start({ TRUST_PROXY: "1" });
  ann = await createAccount(proxied.url, "ann");
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function start(env: Record<string, string>): Promise<TestServer> {
  const server = await startServer({ env });
  servers.push(server);
  return server;
}

/** An address that no other test comes from. */
function freshAddress(): string {
  network += 1;
  return `198.51.${network >> 8}.${network & 0xff}`;
}

const from = (address: string) => ({ "x-forwarded-for": address });

function login(url: string, headers: Record<string, string>, email = ann.email, password = "a wrong one") {
  return call(url, "POST", "/auth/login", { headers, body: { email, password } });
}

/** How many wrong tries are answered 401 before one is 429. */
async function triesBefore429(
  attempt: (n: number) => Promise<{ status: number }>,
  atMost = 200,
): Promise<number> {
  for (let n = 0; n < atMost; n += 1) if ((await attempt(n)).status === 429) return n;
  return atMost;
}

function expectTooMany(answer: { status: number; headers: Headers; body: unknown }): void {
  expect(answer.status).toBe(429);
  const wait = Number(answer.headers.get("retry-after"));
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(61);
  expect(problemSchema.parse(answer.body).detail).toContain(`${wait} seconds`);
}

describe("wrong passwords of one account", () => {
  test("from one address: ten a minute, then even the right one waits; elsewhere its owner gets in", async () => {
    const here = from(freshAddress());
    expect(await triesBefore429(() => login(proxied.url, here))).toBe(LOGIN_ACCOUNT_LIMIT.points);
    expectTooMany(await login(proxied.url, here));
    expectTooMany(await login(proxied.url, here, ann.username.toUpperCase()));
    expectTooMany(await login(proxied.url, here, ann.email, ann.password));
    expect((await login(proxied.url, from(freshAddress()), ann.email, ann.password)).status).toBe(200);
  });

  test("count alike for an account that is not there", async () => {
    const here = from(freshAddress());
    const tries = await triesBefore429(() => login(proxied.url, here, "nobody@example.com"));
    expect(tries).toBe(LOGIN_ACCOUNT_LIMIT.points);
  });

  test("are forgotten after a right one", async () => {
    const here = from(freshAddress());
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < LOGIN_ACCOUNT_LIMIT.points - 1; n += 1)
        expect((await login(proxied.url, here)).status).toBe(401);
      expect((await login(proxied.url, here, ann.email, ann.password)).status).toBe(200);
    }
  });

  test("by the browser's sign-in count into the same limit, and are 429 with Retry-After and the words", async () => {
    const here = from(freshAddress());
    for (let n = 0; n < LOGIN_ACCOUNT_LIMIT.points / 2; n += 1) await login(proxied.url, here);
    const browser = openBrowserSession(proxied.url, here);
    const tries = await triesBefore429(() => browser.signIn(ann.email, "a wrong one"));
    expect(tries).toBe(LOGIN_ACCOUNT_LIMIT.points / 2);
    const refused = await browser.signIn(ann.email, ann.password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    const { url } = await refused.json();
    expect(new URL(url).searchParams.get("error")).toMatch(/^Too many tries\. Wait \d+ seconds\.$/);
    expect((await browser.fetch("/api/v1/auth/me")).status).toBe(401);
    expectTooMany(await login(proxied.url, here));
  });
});

test("wrong passwords of many accounts from one address are stopped too; right ones cost nothing", async () => {
  const here = from(freshAddress());
  for (let n = 0; n < 20; n += 1)
    expect((await login(proxied.url, here, ann.email, ann.password)).status).toBe(200);
  const tries = await triesBefore429((n) => login(proxied.url, here, `guess-${n}@example.com`));
  expect(tries).toBe(LOGIN_ADDRESS_LIMIT.points);
});

describe("who is asking", () => {
  test("without a trusted proxy whatever is forwarded counts for nothing", async () => {
    const server = await start({ TRUST_PROXY: "0" });
    const bob = await createAccount(server.url, "bob");
    const forged = (n: number) => ({
      "x-forwarded-for": `203.0.113.${n}`,
      "x-real-ip": `203.0.113.${n}`,
      forwarded: `for=203.0.113.${n}`,
      "cf-connecting-ip": `203.0.113.${n}`,
      "x-client-ip": `203.0.113.${n}`,
    });
    expect(await triesBefore429((n) => login(server.url, forged(n), bob.email), 40)).toBe(
      LOGIN_ACCOUNT_LIMIT.points,
    );
  });

  test("behind one proxy only what it wrote counts, however long a chain is forged in front", async () => {
    const own = freshAddress();
    const chain = (n: number) => from(`${"10.9.8.7, ".repeat(n)}203.0.113.${n}, ${own}`);
    expect(await triesBefore429((n) => login(proxied.url, chain(n)), 40)).toBe(LOGIN_ACCOUNT_LIMIT.points);
  });

  test("behind two proxies the one before the last counts", async () => {
    const server = await start({ TRUST_PROXY: "2" });
    const bob = await createAccount(server.url, "bob");
    const chain = (n: number) => from(`203.0.113.${n}, 198.51.100.7, 10.0.0.${n}`);
    expect(await triesBefore429((n) => login(server.url, chain(n), bob.email), 40)).toBe(
      LOGIN_ACCOUNT_LIMIT.points,
    );
    const others = (n: number) => from(`198.51.100.7, 203.0.113.${n}, 10.0.0.1`);
    expect(await triesBefore429((n) => login(server.url, others(n), bob.email), 20)).toBe(20);
  });

  test("a whole IPv6 network is one caller, an IPv4 address in IPv6 is itself", async () => {
    const inside = (n: number) => from(`2001:db8:7:7:${n.toString(16)}::${n.toString(16)}`);
    expect(await triesBefore429((n) => login(proxied.url, inside(n)), 40)).toBe(LOGIN_ACCOUNT_LIMIT.points);
    expect((await login(proxied.url, from("2001:db8:7:8::1"))).status).toBe(401);
    const own = freshAddress();
    const forms = [own, `::ffff:${own}`, `[::ffff:${own}]:443`, `${own}:1234`];
    const mapped = (n: number) => from(forms[n % forms.length] ?? own);
    expect(await triesBefore429((n) => login(proxied.url, mapped(n)), 40)).toBe(LOGIN_ACCOUNT_LIMIT.points);
  });

  test("what a proxy forwards that is no address counts as the proxy itself", async () => {
    const forms = ["unknown", "_secret", "", " , ", "a".repeat(4_000), "1.2.3", "<script>"];
    const odd = (n: number) => from(forms[n % forms.length] ?? "");
    expect(await triesBefore429((n) => login(proxied.url, odd(n)), 40)).toBe(LOGIN_ACCOUNT_LIMIT.points);
  });
});

test("new accounts and looks at invites are limited by address", async () => {
  const here = from(freshAddress());
  const register = () => call(proxied.url, "POST", "/auth/register", { headers: here, body: {} });
  expect(await triesBefore429(register, 1_000)).toBe(REGISTER_LIMIT.points);
  expectTooMany(await register());
  const look = () => call(proxied.url, "GET", "/invites/guessed", { headers: here });
  expect(await triesBefore429(look, 1_000)).toBe(300);
  expectTooMany(await look());
  const accept = await call(proxied.url, "POST", "/invites/guessed/accept", {
    headers: here,
    token: ann.token,
  });
  expectTooMany(accept);
  const page = await fetch(`${proxied.url}/invite/guessed`, { headers: here });
  expect(page.status).toBe(429);
  expect(Number(page.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(await page.text()).toMatch(/^Too many requests\. Wait \d+ seconds\.$/m);
});

test("RATE_LIMITS=off lifts them, and says so", async () => {
  const server = await start({ RATE_LIMITS: "off" });
  expect(server.output()).toContain("RATE_LIMITS is off");
  const bob = await createAccount(server.url, "bob");
  expect(await triesBefore429(() => login(server.url, {}, bob.email), 30)).toBe(30);
});
