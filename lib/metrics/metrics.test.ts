import { afterAll, beforeAll, expect, test } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { call, createAccount, createFile } from "@/test-support/api";
import { connectLive } from "@/test-support/live-client";
import { startServer, type TestServer } from "@/test-support/server";

/** `/metrics` of the built server, as Prometheus reads it. */

const TOKEN = "a-token-for-figures";

let open: TestServer;
let guarded: TestServer;
beforeAll(async () => {
  [open, guarded] = [await startServer(), await startServer({ env: { METRICS_TOKEN: TOKEN } })];
});
afterAll(async () => {
  await open.stop();
  await guarded.stop();
});

const ask = (server: TestServer, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/metrics`, { headers });

/** The samples by their name and labels as they stand there; every line must be one, or a comment. */
async function samples(server: TestServer): Promise<Map<string, number>> {
  const text = await (await ask(server)).text();
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([a-z0-9_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      return [name, Number(value)];
    }),
  );
}

const requestsOf = (labels: string) => `tandem_http_request_duration_seconds_count{${labels}}`;

test("says what is going on: calls by route and status, live connections, commits, the process itself", async () => {
  const ann = await createAccount(open.url, "ann");
  const { id } = await createFile(open.url, ann.token, "counted.txt");
  const live = connectLive(open.url, id, ann.token);
  await live.synced;
  await live.edit((text) => text.insert(0, "x"));
  for (const token of [ann.token, "x"]) await call(open.url, "GET", `/files/${id}/`, { token });
  for (let n = 0; n < 3; n += 1) await call(open.url, "GET", `/nowhere/${n}`);
  const answer = await ask(open);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const seen = await samples(open);
  const route = 'route="/api/v1/files/{id}"';
  expect(seen.get(requestsOf(`method="GET",${route},status="200"`))).toBe(1);
  expect(seen.get(requestsOf(`method="GET",${route},status="401"`))).toBe(1);
  expect(seen.get(requestsOf('method="GET",route="nowhere",status="404"'))).toBe(3);
  expect(seen.get("tandem_live_connections")).toBe(1);
  expect(seen.get("tandem_open_files")).toBe(1);
  expect(seen.get("tandem_queued_updates")).toBe(0);
  expect(seen.get("tandem_database_up")).toBe(1);
  expect(seen.get('tandem_commit_duration_seconds_count{result="stored"}')).toBeGreaterThan(0);
  expect(seen.get("tandem_committed_updates_total")).toBeGreaterThan(0);
  expect(seen.get("nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  expect(seen.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  live.close();
});

test("nothing of anybody is in it", async () => {
  const ben = await createAccount(open.url, "ben");
  await createFile(open.url, ben.token, "secret-name.txt");
  const text = await (await ask(open)).text();
  for (const secret of [ben.email, ben.username, ben.token, "secret-name"])
    expect(text).not.toContain(secret);
});

test.each<[string, Record<string, string>]>([
  ["nothing", {}],
  ["another token", { authorization: `Bearer ${TOKEN}x` }],
  ["an empty one", { authorization: "Bearer " }],
  ["it in another way", { authorization: `Basic ${TOKEN}` }],
])("with METRICS_TOKEN, %s is 401", async (_name, headers) => {
  const answer = await ask(guarded, headers);
  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toBe("Bearer");
  expect(problemSchema.parse(await answer.json()).status).toBe(401);
});

test("with METRICS_TOKEN, the token opens it", async () => {
  expect((await ask(guarded, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
});
