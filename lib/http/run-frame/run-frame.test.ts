import { readFile } from "node:fs/promises";
import http, { type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "@/test-support/server";
import { PYODIDE_NOW } from "./pyodide-files";
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
  const answer = await fetch(`${origin}${PYODIDE_NOW}pyodide.mjs`);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("content-encoding")).toBeNull(); // nothing was built for the sources
  expect(await answer.text()).toContain("loadPyodide");
  for (const name of ["package.json", "..%2fpackage.json", "constructor", "pyodide.mjs.br", ""]) {
    expect((await fetch(origin + PYODIDE_NOW + name)).status, name).toBe(404);
  }
  expect((await fetch(`${origin}/pyodide/pyodide.mjs`)).status).toBe(404);
});

describe("built", () => {
  let built: TestServer;
  beforeAll(async () => {
    built = await startServer();
  });
  afterAll(() => built.stop());

  const ask = (name: string, encodings?: string) =>
    new Promise<{ headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
      const headers = encodings === undefined ? {} : { "accept-encoding": encodings };
      http
        .get(built.url + PYODIDE_NOW + name, { headers }, (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
        })
        .on("error", reject);
    });

  test("they are sent compressed, in the best form that is asked for, and kept by the browser for good", async () => {
    const plain = { identity: (body: Buffer) => body, gzip: gunzipSync, br: brotliDecompressSync };
    const files = ["pyodide.asm.wasm", "pyodide.asm.mjs", "pyodide.mjs", "pyodide-lock.json"];
    for (const name of [...files, "python_stdlib.zip"]) {
      const file = await readFile(`node_modules/pyodide/${name}`);
      for (const [accepted, encoding] of [
        [undefined, "identity"],
        ["identity;q=1, br;q=0, gzip;q=0.0", "identity"],
        ["gzip, deflate", "gzip"],
        ["gzip, deflate, br, zstd", "br"],
      ] as const) {
        const { headers, body } = await ask(name, accepted);
        const used = files.includes(name) ? encoding : "identity";
        expect(headers).toMatchObject({
          "access-control-allow-origin": "*",
          vary: "Accept-Encoding",
          "cache-control": "public, max-age=31536000, immutable",
          "content-length": String(body.length),
        });
        expect(headers["content-encoding"] ?? "identity", `${name} ${accepted}`).toBe(used);
        expect(plain[used](body).equals(file), `${name} ${accepted}`).toBe(true);
      }
    }
  });

  test("by brotli less than half of Python comes over the wire", async () => {
    const names = [
      "pyodide.asm.wasm",
      "pyodide.asm.mjs",
      "pyodide.mjs",
      "pyodide-lock.json",
      "python_stdlib.zip",
    ];
    const sizes = async (encodings: string) =>
      (await Promise.all(names.map((name) => ask(name, encodings))))
        .map(({ body }) => body.length)
        .reduce((sum, size) => sum + size, 0);
    expect(await sizes("br")).toBeLessThan((await sizes("identity")) / 2);
  });
});
