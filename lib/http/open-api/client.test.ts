import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { generateSource } from "oazapfts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { OPTIONS } from "@/app/api/v1/openapi.json/route";
import { routeGroups } from "@/app/api/v1/openapi.json/routes";
import { checkingFetch } from "@/test-support/described-answers";
import { type ModelServer, says, startModelServer } from "@/test-support/model-server";
import { startServer, type TestServer } from "@/test-support/server";

/** What a stranger gets done who knows the OpenAPI document only: with a client that a tool generates from it. */

const FOLDER = path.resolve("test-support", "api-client");
const GENERATED = path.join(FOLDER, "generated.ts");
const flowSchema = z.object({
  completeFlow: z.custom<(origin: string, by: typeof fetch, names: object) => Promise<unknown>>(),
});

let server: TestServer;
let model: ModelServer;
beforeAll(async () => {
  model = await startModelServer();
  model.script(says("Fine."));
  server = await startServer({ env: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: "tiny" } });
  await writeFile(GENERATED, await generateSource(`${server.url}/api/v1/openapi.json`));
});
afterAll(async () => {
  await server.stop();
  await model.close();
  await rm(GENERATED, { force: true });
});

test("the generated client and a script that uses it agree in their types", async () => {
  const tsc = path.resolve("node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [tsc, "--noEmit", "--project", FOLDER]);
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([0, ""]);
});

test("the script registers, logs in, shares, changes, mends, reads and deletes, and every call answers as described", async () => {
  // Not imported by name: without the generated client there would be no types to check this file with.
  const { completeFlow } = flowSchema.parse(await import(path.join(FOLDER, "flow.ts")));
  const groups = routeGroups({ OPTIONS });
  const checking = checkingFetch(groups);
  const names = { owner: "client-owner", guest: "client-guest" };
  expect(await completeFlow(server.url, checking.fetch, names)).toEqual({
    invites: ["collaborator", "viewer"],
    preview: "client-owner",
    joined: "collaborator",
    people: ["client-owner owner", "client-guest collaborator"],
    received: [true],
    byName: "viewer",
    content: Array(3).fill("print(1)\nprint(2)\n"),
    stale: 412,
    listed: ["shared.py collaborator"],
    inIt: 0,
    found: 2,
    became: ["dismissed", "applied"],
    open: 0,
    mended: "import os\n",
    labels: [null, "Then", null],
    was: ["then\n", "then\n"],
    answer: true,
    switched: [false, true],
    lowered: "viewer",
    refused: [403, 404, 404],
    renamed: true,
    sessions: 2,
    signedOut: [401, 401],
    health: ["live", "ready"],
    version: "3.1.1",
  });
  const all = groups.flatMap(({ routes }) => routes.flatMap((route) => Object.values(route.operations)));
  expect([...checking.succeeded].sort()).toEqual(all.map(({ name }) => name).sort());
});
