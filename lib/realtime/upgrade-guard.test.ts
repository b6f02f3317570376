import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Account, createAccount, createFile } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { connectLive } from "@/test-support/live-client";
import { rawRequest } from "@/test-support/raw-request";
import { startServer, type TestServer } from "@/test-support/server";

/** Who may open a live connection at all; the built server. */

let server: TestServer;
let ann: Account;
let cookie: string;
let fileId: number;
beforeAll(async () => {
  server = await startServer({ env: { CORS_ORIGINS: "https://app.example.com" } });
  ann = await createAccount(server.url, "ann");
  fileId = (await createFile(server.url, ann.token, "live.txt")).id;
  const browser = openBrowserSession(server.url);
  await browser.signIn(ann.email, ann.password);
  cookie = browser.cookie();
});
afterAll(() => server.stop());

function upgrade(headers: Record<string, string>, path = "/socket.io/?EIO=4&transport=websocket") {
  const lines = Object.entries({
    Host: `127.0.0.1:${server.port}`,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return rawRequest(server.port, `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
}

describe("with the session cookie", () => {
  test.each<[string, Record<string, string>]>([
    ["another site", { Origin: "https://evil.example" }],
    ["an origin of CORS_ORIGINS", { Origin: "https://app.example.com" }],
    ["a sandboxed frame", { Origin: "null" }],
    ["another port of this host", { Origin: "http://127.0.0.1:1" }],
    ["nobody says where", {}],
    ["another site, it says", { "Sec-Fetch-Site": "cross-site" }],
    ["a sibling, it says", { "Sec-Fetch-Site": "same-site" }],
  ])("from %s it is 403, and nothing is opened", async (_name, headers) => {
    const answer = await upgrade({ Cookie: cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("connection")).toBe("close");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.rest).toBe("");
  });

  test("from our own pages it opens", async () => {
    const live = connectLive(server.url, fileId, { cookie, origin: server.url });
    await live.synced;
    live.close();
  });
});

test("with a token it opens from anywhere: a token is no cookie, and nobody sends it by accident", async () => {
  const live = connectLive(server.url, fileId, ann.token);
  await live.synced;
  live.close();
});

test("other paths are 404", async () => {
  for (const path of ["/", "/socket.io/extra", "/api/v1/files", "//", "/_next/hmr"])
    expect((await upgrade({ Origin: server.url }, path)).status, path).toBe(404);
});
