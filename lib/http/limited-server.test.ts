import { once } from "node:events";
import type http from "node:http";
import net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { type RawAnswer, rawRequest } from "@/test-support/raw-request";
import { CONNECTION_LIMITS, type ConnectionLimits, createLimitedServer } from "./limited-server";

/** A real server and sockets, with times short enough to wait for. */
const SHORT: ConnectionLimits = {
  ...CONNECTION_LIMITS,
  headersMs: 200,
  requestMs: 400,
  keepAliveMs: 300,
  checkMs: 50,
};

const open: http.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Reads the whole body, then answers with its length. */
async function start(
  listener: http.RequestListener = async (request, response) => {
    let length = 0;
    for await (const chunk of request) length += Buffer.byteLength(chunk);
    response.end(String(length));
  },
): Promise<number> {
  const server = createLimitedServer((request, response) => {
    void (async () => listener(request, response))().catch(() => response.destroy());
  }, SHORT);
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

function expectProblem(answer: RawAnswer, status: number): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("connection")).toBe("close");
  expect(problemSchema.parse(JSON.parse(answer.rest)).status).toBe(status);
}

test.each([
  ["no HTTP at all", "HELLO\r\n\r\n"],
  ["an unknown version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n"],
  ["no Host", "GET / HTTP/1.1\r\n\r\n"],
  ["a header with a line break in its name", "GET / HTTP/1.1\r\nHost: x\r\nbad name: 1\r\n\r\n"],
  ["a NUL in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n"],
  [
    "both lengths",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"],
  ["a length that is none", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc"],
  ["a negative length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
  ["a coding in disguise", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"],
  ["a chunk that is none", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"],
  ["bare line feeds", "GET / HTTP/1.1\nHost: x\n\nGET /smuggled HTTP/1.1\nHost: x\n\n"],
])("%s is 400, once, and the connection ends", async (_name, bytes) => {
  const answer = await rawRequest(await start(), bytes);
  expect(answer.status === 400 || answer.status === 0, String(answer.status)).toBe(true);
  expect(answer.rest).not.toContain("HTTP/1.1 200");
});

test("headers over 16 KiB are 431, an address as long too", async () => {
  const port = await start();
  expectProblem(await rawRequest(port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`), 431);
  expectProblem(await rawRequest(port, `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`), 431);
});

describe("who is too slow", () => {
  test("with the headers hears 408", async () => {
    expectProblem(await rawRequest(await start(), "GET / HTTP/1.1\r\nHost: x\r\n"), 408);
  });

  test("with the body hears 408, also when the rest would come byte by byte", async () => {
    const port = await start();
    const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc";
    expectProblem(await rawRequest(port, head), 408);
    const socket = net.connect(port, "127.0.0.1");
    const dripping = setInterval(() => socket.write("x"), 20);
    let said = "";
    socket.on("data", (chunk) => {
      said += String(chunk);
    });
    socket.on("error", () => socket.destroy());
    socket.write(head);
    await once(socket, "close");
    clearInterval(dripping);
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("an idle connection is closed", async () => {
    const answer = await rawRequest(await start(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    expect(answer.status).toBe(200);
  });
});

test("nonsense in the middle of an answer is not answered into it", async () => {
  const port = await start((_request, response) => {
    response.writeHead(200, { "content-length": "10" });
    response.write("half ");
  });
  const socket = net.connect(port, "127.0.0.1");
  let said = "";
  socket.on("data", (chunk) => {
    said += String(chunk);
    if (said.includes("half")) socket.write("NONSENSE\r\n\r\n");
  });
  socket.on("error", () => socket.destroy());
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "close");
  expect(said.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test("two requests in one packet are answered one after the other", async () => {
  const port = await start();
  const one = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
  const two = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  const { status, rest } = await rawRequest(port, one + two);
  expect(status).toBe(200);
  expect(rest.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
});
