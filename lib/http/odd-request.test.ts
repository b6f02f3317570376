import { once } from "node:events";
import http from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answeredOddRequest } from "./odd-request";

let server: http.Server;
let port = 0;
beforeAll(async () => {
  server = http.createServer((request, response) => {
    if (!answeredOddRequest(request, response)) response.writeHead(299).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
});
afterAll(() => server.close());

/** The path goes out byte for byte, as no URL class would let it. */
async function statusOf(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<number | undefined> {
  const request = http.request({ port, host: "127.0.0.1", method, path, headers });
  const answered = once(request, "response");
  request.end();
  const [response] = await answered;
  if (!(response instanceof http.IncomingMessage)) throw new Error("no response");
  response.resume();
  return response.statusCode;
}

test.each([
  ["GET", "/api/v1/files//", 404],
  ["GET", "//api/v1/files", 404],
  ["PUT", "/api//v1/files/1", 404],
  ["GET", "/api/v1\\files", 404],
  ["GET", "/api/v1/files/%ff", 404],
  ["GET", "/api/v1/files/%", 404],
  ["PROPFIND", "/api/v1/files", 405],
  ["TRACE", "/api/v1/files//", 405],
  ["GET", "/api/v1/../v1/files", 404],
  ["GET", "/api/./v1/files", 404],
  ["GET", "/api/v1/%2e%2e/v1/files", 404],
  ["GET", "/api/v1/files/%2E./1", 404],
  ["PROPFIND", "/files", 405],
  ["POST", "/login", 405],
  ["DELETE", "/files/1", 405],
  ["GET", "http://evil.example/api/v1/files", 400],
  ["GET", "https://evil.example/", 400],
])("%s %s is answered here with %i", async (method, path, status) => {
  expect(await statusOf(method, path)).toBe(status);
});

test.each([
  ["a b", 400],
  ['a"><script>', 400],
  ["evil.example/path", 400],
  ["user@evil.example", 400],
  ["[::1", 400],
  ["host:port", 400],
  ["host:99999", 400],
  ["code.lan:8000", 299],
  ["my_laptop.local", 299],
  ["192.168.1.20", 299],
  ["[fe80::1]:8000", 299],
])("a Host of %j is %i", async (host, status) => {
  expect(await statusOf("GET", "/", { host })).toBe(status);
});

test.each([
  ["GET", "/api/v1/files/?q=a//b&x=%ff"],
  ["GET", "/api/v1/files/%F0%9F%98%80"],
  ["PATCH", "/api/v1/files/1"],
  ["GET", "/"],
  ["GET", "//"],
  ["GET", "/apiary//"],
  ["GET", "/api/v1/files/a..b"],
  ["OPTIONS", "/files"],
  ["POST", "/_next/x"],
])("%s %s goes on", async (method, path) => {
  expect(await statusOf(method, path)).toBe(299);
});
