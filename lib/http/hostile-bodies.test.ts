import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OPTIONS } from "@/app/api/v1/openapi.json/route";
import { routeGroups } from "@/app/api/v1/openapi.json/routes";
import "@/lib/contracts/names";
import { problemSchema } from "@/lib/contracts/common";
import { ERROR_TABLE } from "@/lib/errors";
import { createAccount, createFile } from "@/test-support/api";
import { hostileBodies } from "@/test-support/hostile-json";
import { testSeed } from "@/test-support/random";
import { startServer, type TestServer } from "@/test-support/server";
import { errorsOf } from "./open-api/operations";

/** Whatever is sent as a body, to any call that takes one: an answer that is described, and never a fault of ours. */

const RUNS = 80;
const MAX_FILE_BYTES = 64 * 1024;
const SEED = testSeed();

const calls = routeGroups({ OPTIONS })
  .flatMap(({ tag, routes }) => routes.map((route) => ({ tag, ...route })))
  .flatMap(({ tag, path, operations }) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      Object.entries(operation.takes.body ?? {}).map(([mediaType, schema]) => ({
        name: `${method} ${path} as ${mediaType}`,
        method,
        path,
        mediaType,
        schema,
        statuses: [
          operation.answers.status,
          ...[...errorsOf({ method, path, tag }, operation)].map((code) => ERROR_TABLE[code].status),
        ],
      })),
    ),
  );

let server: TestServer;
let token: string;
let fileId: number;
beforeAll(async () => {
  // Without limits: they would answer most of it.
  server = await startServer({ env: { MAX_FILE_BYTES: String(MAX_FILE_BYTES), RATE_LIMITS: "off" } });
  ({ token } = await createAccount(server.url, "hostile"));
  fileId = (await createFile(server.url, token, "hostile.txt", "text\n")).id;
});
afterAll(() => server.stop());

async function send(method: string, path: string, mediaType: string, body: Uint8Array<ArrayBuffer>) {
  const target = path.replace("{id}", String(fileId)).replace(/\{\w+\}/g, "1");
  const headers = { "content-type": mediaType, authorization: `Bearer ${token}` };
  const response = await fetch(`${server.url}/api/v1${target}`, { method, headers, body });
  return { status: response.status, text: await response.text() };
}

test.each(calls)(`$name, seed ${SEED}`, async ({ method, path, mediaType, schema, statuses }) => {
  const property = fc.asyncProperty(hostileBodies(schema, mediaType), async (body) => {
    const { status, text } = await send(method, path, mediaType, body);
    // This server has no model, which is for those to say whose question was right.
    if (path !== "/files/{id}/assist" || status !== 503) expect(status, text).toBeLessThan(500);
    expect(statuses).toContain(status);
    if (status >= 400) expect(problemSchema.parse(JSON.parse(text)).status).toBe(status);
  });
  await fc.assert(property, { seed: SEED, numRuns: RUNS });
});

test("a body that is right is taken, so what is nearly right is judged and not turned away at the door", async () => {
  const body = new Uint8Array(Buffer.from('{"content":"right\\n"}'));
  expect((await send("PUT", "/files/{id}", "application/json", body)).status).toBe(200);
});

test("nothing of it was logged as a fault", () => {
  expect(server.output()).not.toContain("request failed");
});
