import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answeredRunFrame } from "./run-frame";

let server: http.Server;
let origin: string;

beforeAll(async () => {
  server = http.createServer((request, response) => {
    response.setHeader("x-frame-options", "DENY");
    if (!answeredRunFrame(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test("the frame has no origin, reaches Python's files and nothing else, and only our pages hold it", async () => {
  const answer = await fetch(`${origin}/run`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("x-frame-options")).toBeNull();
  expect(answer.headers.get("content-security-policy")?.split("; ")).toEqual([
    "sandbox allow-scripts",
    "default-src 'none'",
    `script-src 'unsafe-inline' 'wasm-unsafe-eval' blob: ${origin}/pyodide/`,
    "worker-src blob:",
    `connect-src ${origin}/pyodide/`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ]);
});

test("of Python's files those that it loads are for any origin, and no others are there", async () => {
  const answer = await fetch(`${origin}/pyodide/pyodide.mjs`);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(await answer.text()).toContain("loadPyodide");
  const wasm = await fetch(`${origin}/pyodide/pyodide.asm.wasm`, { method: "HEAD" });
  expect(wasm.headers.get("content-type")).toBe("application/wasm");
  for (const path of ["package.json", "..%2fpackage.json", "constructor", ""]) {
    expect((await fetch(`${origin}/pyodide/${path}`)).status, path).toBe(404);
  }
});
