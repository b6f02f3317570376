import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { LOGIN_ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import { type Account, call, createAccount } from "@/test-support/api";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";
import { startTcpProxy, type TcpProxy } from "@/test-support/tcp-proxy";

/** Two server processes on one PostgreSQL and one Redis, which can go away. */

let servers: TestServer[] = [];
let redis: TcpProxy;
let drop: () => Promise<void>;
let ann: Account;

beforeAll(async () => {
  const database = await createDatabase();
  drop = database.drop;
  redis = await startTcpProxy(Number(new URL(process.env.TEST_REDIS_URL ?? "").port));
  const env = {
    DATABASE_URL: database.url,
    SECRET_KEY: `only-for-this-test-${process.pid}-0123456789abcdef`,
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    TRUST_PROXY: "1",
  };
  servers = await Promise.all([startServer({ env }), startServer({ env })]);
  ann = await createAccount(servers[0]?.url ?? "", "ann");
  await untilReady(undefined);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await redis.close();
  await drop();
});

async function untilReady(degraded: string[] | undefined): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const { url } of servers) {
        const { status, body } = await call(url, "GET", "/health/ready");
        expect([status, body]).toEqual([200, { status: "ready", ...(degraded && { degraded }) }]);
      }
    },
    { timeout: 10_000, interval: 50 },
  );
}

async function wrongTries(address: string, tries: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: tries }, (_, n) =>
      call(servers[n % servers.length]?.url ?? "", "POST", "/auth/login", {
        headers: { "x-forwarded-for": address },
        body: { email: ann.email, password: "a wrong one" },
      }),
    ),
  );
  expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
  return answers.filter(({ status }) => status === 401).length;
}

test("a limit counts for both processes together, and one right password clears it for both", async () => {
  const { points } = LOGIN_ACCOUNT_LIMIT;
  expect(await wrongTries("198.51.100.1", 3 * points)).toBe(points);
  await wrongTries("198.51.100.2", points - 1);
  const right = await call(servers[1]?.url ?? "", "POST", "/auth/login", {
    headers: { "x-forwarded-for": "198.51.100.2" },
    body: { email: ann.email, password: ann.password },
  });
  expect(right.status).toBe(200);
  expect(await wrongTries("198.51.100.2", points)).toBe(points);
});

test.each(["refuse", "vanish"] as const)(
  "while Redis is away (%s) all goes on: each counts by itself, and readiness says so",
  async (fault) => {
    const { points } = LOGIN_ACCOUNT_LIMIT;
    const address = fault === "refuse" ? "198.51.100.3" : "198.51.100.4";
    await redis.set(fault);
    await untilReady(["redis"]);
    const since = performance.now();
    for (let n = 0; n < 20; n += 1)
      expect((await call(servers[0]?.url ?? "", "GET", "/auth/me", { token: ann.token })).status).toBe(200);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect(await wrongTries(address, 4 * points)).toBe(servers.length * points);
    await redis.set("none");
    await untilReady(undefined);
    expect(await wrongTries(`${address}0`, 3 * points)).toBe(points);
  },
);

test("nothing of this was an error, and the log tells when Redis went and came", () => {
  for (const server of servers) {
    expect(server.output()).not.toMatch(/"level":"error"/);
    expect(server.output().match(/Redis is away/g)).toHaveLength(2);
    expect(server.output().match(/Redis is back/g)).toHaveLength(2);
  }
});
