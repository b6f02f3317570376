import { afterAll, beforeAll, expect, test } from "vitest";
import { createAccount } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { startServer, type TestServer } from "@/test-support/server";

/** Neither words nor time tell whether there is an account. */

const ROUNDS = 30;
/** Of the fastest fifth, since the machine does other things as well; without the stand-in's hash they differ by five times. */
const NOISE = 2;

let server: TestServer;
let email: string;
let username: string;
beforeAll(async () => {
  server = await startServer({ env: { RATE_LIMITS: "off" } });
  ({ email, username } = await createAccount(server.url, "known"));
});
afterAll(() => server.stop());

const fastFifth = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 5)] ?? 0;

test("a sign-in with a wrong password, to an account that is there and to one that is not", async () => {
  const browser = openBrowserSession(server.url);
  const roads: Record<string, (name: string) => Promise<Response>> = {
    rest: (name) =>
      fetch(`${server.url}/api/v1/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: name, password: "not the password" }),
      }),
    browser: (name) => browser.signIn(name, "not the password"),
  };
  for (const [road, signIn] of Object.entries(roads)) {
    const names = [email, username, "nobody@example.com", "nobody", "a\u0000b"];
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    const answers = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of names) {
        const since = performance.now();
        const answer = await signIn(name);
        const text = await answer.text();
        times.get(name)?.push(performance.now() - since);
        const headers = [...answer.headers].filter(([header]) => !["date", "set-cookie"].includes(header));
        answers.add(JSON.stringify([answer.status, headers, text]));
      }
    }
    expect([...answers], road).toHaveLength(1);
    const took = [...times.values()].map(fastFifth);
    expect(Math.max(...took) / Math.min(...took), `${road} ${took} ms`).toBeLessThan(NOISE);
  }
});
