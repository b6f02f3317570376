import { readdir } from "node:fs/promises";
import path from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { problemSchema } from "@/lib/contracts/common";
import { describeApi } from "@/lib/http/open-api/describe-api";
import { call, createAccount, createFile } from "@/test-support/api";
import { startServer, type TestServer } from "@/test-support/server";
import { OPTIONS } from "./route";
import { routeGroups } from "./routes";

const API = path.join("app", "api", "v1");

const groups = routeGroups({ OPTIONS });
const routes = groups.flatMap((group) => group.routes);
const operations = routes.flatMap((route) =>
  Object.entries(route.operations).map(([method, operation]) => ({ method, path: route.path, operation })),
);

test("every route file is described, at the path where it stands", async () => {
  const files = await readdir(API, { recursive: true });
  const paths = files
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => `/${path.dirname(file).split(path.sep).join("/")}`.replace(/\[(\w+)\]/g, "{$1}"));
  expect(routes.map((route) => route.path).sort()).toEqual(paths.sort());
});

test("it is a valid OpenAPI 3.1 document", async () => {
  const document = structuredClone(describeApi(groups));
  expect(await new Validator().validate(document)).toEqual({ valid: true });
});

test("every operation has a name of its own", () => {
  const names = operations.map(({ operation }) => operation.name);
  expect(names).toEqual([...new Set(names)]);
});

test("every body and every answer that has an example fits it, and every body has one", () => {
  for (const { method, path: at, operation } of operations) {
    const bodies = Object.values(operation.takes.body ?? {});
    const answer = operation.answers.body;
    for (const schema of [...bodies, ...(answer === null ? [] : [answer.schema])]) {
      const examples = z.globalRegistry.get(schema)?.examples ?? [];
      for (const example of z.array(z.unknown()).parse(examples)) schema.parse(example);
      if (bodies.includes(schema)) expect(examples, `${method} ${at}`).not.toEqual([]);
    }
  }
});

describe("the built server", () => {
  let server: TestServer;
  let token: string;
  let fileId: number;
  beforeAll(async () => {
    server = await startServer();
    ({ token } = await createAccount(server.url, "described"));
    fileId = (await createFile(server.url, token, "described.txt")).id;
  });
  afterAll(() => server.stop());

  test("serves the document to anyone, in both slash forms", async () => {
    for (const slash of ["", "/"]) {
      const answer = await call(server.url, "GET", `/openapi.json${slash}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answer.body).toEqual(structuredClone(describeApi(groups)));
    }
  });

  test.each(routes)("$path answers to what is described and to nothing else", async (route) => {
    const at = route.path.replace("{id}", String(fileId)).replace(/\{\w+\}/g, "1");
    const methods = Object.keys(route.operations);
    const options = await call(server.url, "OPTIONS", at);
    const allowed = options.headers.get("allow")?.split(", ") ?? [];
    expect(allowed.filter((method) => method !== "HEAD" && method !== "OPTIONS")).toEqual(methods);
    // Without credentials first: what works may be the end of what it was asked of.
    for (const method of methods) {
      const answer = await call(server.url, method, at);
      expect(answer.status, method).not.toBe(405);
      if (answer.status === 404)
        expect(problemSchema.parse(answer.body).detail).not.toBe("There is nothing at this path.");
    }
  });
});
