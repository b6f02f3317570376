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
async function statusOf(method: string, path: string): Promise<number | undefined> {
  const request = http.request({ port, host: "127.0.0.1", method, path });
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
])("%s %s is answered here with %i", async (method, path, status) => {
  expect(await statusOf(method, path)).toBe(status);
});

test.each([
  ["GET", "/api/v1/files/?q=a//b&x=%ff"],
  ["GET", "/api/v1/files/%F0%9F%98%80"],
  ["PATCH", "/api/v1/files/1"],
  ["GET", "/"],
  ["GET", "//"],
  ["GET", "/apiary//"],
  ["PROPFIND", "/files"],
])("%s %s goes on", async (method, path) => {
  expect(await statusOf(method, path)).toBe(299);
});
