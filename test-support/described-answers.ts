import { expect } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { ERROR_TABLE } from "@/lib/errors";
import type { RouteGroup } from "@/lib/http/open-api/describe-api";
import { errorsOf } from "@/lib/http/open-api/operations";
import type { Operation } from "@/lib/http/operation";

interface Described {
  operation: Operation;
  pattern: RegExp;
  method: string;
  statuses: number[];
}

/** Every operation with what it may answer; paths without parameters first, for they win. */
function listOperations(groups: readonly RouteGroup[]): Described[] {
  return groups
    .flatMap(({ tag, routes }) => routes.map((route) => ({ tag, ...route })))
    .sort((a, b) => a.path.split("{").length - b.path.split("{").length)
    .flatMap(({ tag, path, operations }) =>
      Object.entries(operations).map(([method, operation]) => ({
        operation,
        method,
        pattern: new RegExp(`^/api/v1${path.replace(/\{\w+\}/g, "[^/]+")}/?$`),
        statuses: [...errorsOf({ method, path, tag }, operation)].map((code) => ERROR_TABLE[code].status),
      })),
    );
}

/**
 * `fetch` that holds every answer against its description: its status, its headers, and its body to the last field.
 * `succeeded` gathers the names of the operations that did what they are for.
 */
export function checkingFetch(groups: readonly RouteGroup[]): {
  fetch: typeof globalThis.fetch;
  succeeded: Set<string>;
} {
  const described = listOperations(groups);
  const succeeded = new Set<string>();
  return {
    succeeded,
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const found = described.find(
        ({ method, pattern }) => method === request.method && pattern.test(pathname),
      );
      if (found === undefined) throw new Error(`${request.method} ${pathname} is not described`);
      const response = await fetch(request);
      if (response.ok) {
        await expectDescribed(found, response.clone());
        succeeded.add(found.operation.name);
      } else {
        expect(found.statuses).toContain(response.status);
        problemSchema.parse(await response.clone().json());
      }
      return response;
    },
  };
}

async function expectDescribed({ operation }: Described, response: Response): Promise<void> {
  const { status, body, headers } = operation.answers;
  expect(response.status, operation.name).toBe(status);
  for (const name of headers) expect(response.headers.get(name), operation.name).not.toBeNull();
  const text = await response.text();
  if (body === null) {
    expect(text, operation.name).toBe("");
    return;
  }
  expect(response.headers.get("content-type"), operation.name).toContain(body.mediaType);
  const answer: unknown = body.mediaType === "application/json" ? JSON.parse(text) : text;
  // A field that the schema does not know would be missing in what it makes of the answer.
  expect(body.schema.parse(answer), operation.name).toEqual(answer);
}
