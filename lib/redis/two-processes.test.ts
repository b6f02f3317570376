import { afterAll, beforeAll, expect, test } from "vitest";
import { LOGIN_ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import { type Account, call, createAccount } from "@/test-support/api";
import { startTwoServers, type TwoServers } from "@/test-support/two-servers";

/** Two server processes on one PostgreSQL and one Redis, which can go away. */

let both: TwoServers;
let ann: Account;

beforeAll(async () => {
  both = await startTwoServers({ TRUST_PROXY: "1" });
  ann = await createAccount(both.servers[0].url, "ann");
  await both.untilReady();
});
afterAll(() => both.stop());

async function wrongTries(address: string, tries: number): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: tries }, (_, n) =>
      call(both.servers[n % both.servers.length]?.url ?? "", "POST", "/auth/login", {
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
  const right = await call(both.servers[1].url, "POST", "/auth/login", {
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
    await both.redis.set(fault);
    await both.untilReady(["redis"]);
    const since = performance.now();
    for (let n = 0; n < 20; n += 1)
      expect((await call(both.servers[0].url, "GET", "/auth/me", { token: ann.token })).status).toBe(200);
    expect(performance.now() - since).toBeLessThan(2_000);
    expect(await wrongTries(address, 4 * points)).toBe(both.servers.length * points);
    await both.redis.set("none");
    await both.untilReady();
    expect(await wrongTries(`${address}0`, 3 * points)).toBe(points);
  },
);

test("nothing of this was an error, and the log tells when Redis went and came", () => {
  for (const { output } of both.servers) {
    expect(output()).not.toMatch(/"level":"error"/);
    const told = output().match(/Redis is (?:away|back)/g);
    expect(told).toEqual(["Redis is away", "Redis is back", "Redis is away", "Redis is back"]);
  }
});
