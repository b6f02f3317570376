import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { openBrowserSession } from "@/test-support/browser-session";
import { rawRequest } from "@/test-support/raw-request";
import { startServer, type TestServer } from "@/test-support/server";

/** What every answer carries, and what never gets past the door; the built server, from outside. */

const APP = "https://app.example.com";
const OTHER = "https://evil.example";
let server: TestServer;
let ann: Account;
beforeAll(async () => {
  server = await startServer({ env: { CORS_ORIGINS: `${APP}, http://localhost:3000`, TRUST_PROXY: "1" } });
  ann = await createAccount(server.url, "ann");
});
afterAll(() => server.stop());

/** A browser complains of the second on the console when it comes by plain http. */
const SECURE_ONLY = ["strict-transport-security", "cross-origin-opener-policy"];

const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${server.url}${path}`, { method, redirect: "manual", headers });

/** A stylesheet or script that a page names. */
async function assetPath(): Promise<string> {
  const page = await (await get("/login")).text();
  return /\/_next\/static\/[^"]+\.js/.exec(page)?.[0] ?? "no asset in the page";
}

const KINDS: [string, () => Promise<Response>, number][] = [
  ["a page", () => get("/login"), 200],
  ["a page that leads on", () => get("/"), 307],
  ["a page that is not there", () => get("/nowhere"), 404],
  ["an asset", async () => get(await assetPath()), 200],
  ["an asset that is not there", () => get("/_next/static/chunks/none.js"), 404],
  ["the icon", () => get("/icon.svg"), 200],
  ["health", () => get("/api/v1/health/ready"), 200],
  ["an answer of the API", () => get("/api/v1/auth/me", { authorization: `Bearer ${ann.token}` }), 200],
  ["a refusal", () => get("/api/v1/auth/me"), 401],
  ["a path that is not there", () => get("/api/v1/nowhere"), 404],
  ["an API that is not there", () => get("/api/v2/files"), 404],
  ["a method that is not there", () => get("/api/v1/files", {}, "PATCH"), 405],
  ["a method that no page has", () => get("/login", {}, "POST"), 405],
  ["what the door refuses itself", () => get("/api/v1/files//"), 404],
  ["next-auth", () => get("/api/auth/csrf"), 200],
  ["next-auth, shut", () => get("/api/auth/nothing", {}, "DELETE"), 404],
  ["the socket's path, asked for as a page", () => get("/socket.io/?EIO=4&transport=polling"), 404],
];

describe.each(KINDS)("%s", (_name, ask, status) => {
  test("carries the security headers, once", async () => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    const { headers } = answer;
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    for (const name of SECURE_ONLY) expect(headers.get(name), name).toBeNull();
    const policy = headers.get("content-security-policy") ?? "";
    for (const directive of ["default-src", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy.split(directive), directive).toHaveLength(2);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
  });
});

test("each page has a nonce of its own, which its scripts carry, and no script goes without", async () => {
  const nonces = new Set<string>();
  for (const path of ["/login", "/login", "/register", "/nowhere"]) {
    const answer = await get(path);
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "none";
    expect(Buffer.from(nonce, "base64")).toHaveLength(16);
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(4);
});

describe("behind https", () => {
  const https = { "x-forwarded-proto": "https", "x-forwarded-host": "code.example.com" };

  test("HSTS and the opener policy are said on every kind of answer, and to nobody who came by http", async () => {
    for (const path of ["/login", "/nowhere", "/api/v1/auth/me", "/api/v1/files//", await assetPath()]) {
      const { headers } = await get(path, https);
      expect(SECURE_ONLY.map((name) => headers.get(name))).toEqual([
        "max-age=31536000; includeSubDomains",
        "same-origin",
      ]);
    }
  });

  test("cookies are for this host by https only, and the plain one does not count", async () => {
    const browser = openBrowserSession(server.url, { ...https, origin: "https://code.example.com" });
    const answer = await browser.signIn(ann.email, ann.password);
    expect(answer.status).toBe(200);
    const cookies = [...answer.headers.getSetCookie()];
    expect(cookies.length).toBeGreaterThan(0);
    for (const line of cookies)
      expect(line).toMatch(/^__Host-[^;]+; Path=\/; (?:Expires=[^;]+; )?HttpOnly; Secure; SameSite=Lax$/);
    expect((await browser.fetch("/api/v1/auth/me")).status).toBe(200);
    const plain = browser.cookie().replaceAll("__Host-", "");
    expect((await get("/api/v1/auth/me", { ...https, cookie: plain })).status).toBe(401);
    expect((await get("/api/v1/auth/me", { cookie: plain })).status).toBe(200);
    expect((await browser.signOut()).status).toBe(200);
    expect((await get("/api/v1/auth/me", { cookie: plain })).status).toBe(401);
  });

  test("PUBLIC_URL alone says it as well, and whoever claims it without a trusted proxy is not believed", async () => {
    const [shown, plain] = await Promise.all([
      startServer({ env: { PUBLIC_URL: "https://code.example.com" } }),
      startServer(),
    ]);
    const hsts = async (url: string) =>
      (await fetch(`${url}/api/v1/health/live`, { headers: https })).headers.get("strict-transport-security");
    expect(await hsts(shown.url)).toContain("max-age=");
    expect(await hsts(plain.url)).toBeNull();
    const csrf = async (url: string) => (await fetch(`${url}/api/auth/csrf`, { headers: https })).headers;
    expect((await csrf(shown.url)).getSetCookie().join()).toContain("; Secure");
    expect((await csrf(plain.url)).getSetCookie().join()).not.toContain("; Secure");
    await Promise.all([shown.stop(), plain.stop()]);
  });
});

describe("other origins", () => {
  const preflight = (path: string, origin: string) =>
    get(path, { origin, "access-control-request-method": "PUT" }, "OPTIONS");

  test.each(["/api/v1/files", "/api/v1/files/1/", "/api/v1/nowhere", "/api/v1", "/api/v1/files//"])(
    "a preflight of %s: those of CORS_ORIGINS hear what they may",
    async (path) => {
      for (const origin of [APP, "http://localhost:3000"]) {
        const { status, headers } = await preflight(path, origin);
        expect(status).toBe(204);
        expect(headers.get("access-control-allow-origin")).toBe(origin);
        expect(headers.get("access-control-allow-methods")).toContain("DELETE");
        expect(headers.get("access-control-allow-headers")?.toLowerCase()).toBe(
          "authorization, content-type, if-match",
        );
        expect(headers.get("access-control-max-age")).toBe("600");
        expect(headers.get("vary")).toContain("Origin");
      }
      for (const origin of [OTHER, "null", `${APP}.evil.example`, "http://app.example.com", `${APP}:444`]) {
        const { headers } = await preflight(path, origin);
        for (const [name] of headers) expect(name).not.toMatch(/^access-control/);
        expect(headers.get("vary")).toContain("Origin");
      }
    },
  );

  test("the answers can be read, errors included, and the headers that matter", async () => {
    const file = await createFile(server.url, ann.token, "cors.txt", "x");
    const authorization = `Bearer ${ann.token}`;
    const answers = [
      await get(`/api/v1/files/${file.id}`, { origin: APP, authorization }),
      await get("/api/v1/files/2147483000", { origin: APP, authorization }),
      await get("/api/v1/auth/me", { origin: APP }),
      await get("/api/v1/files", { origin: APP }, "PATCH"),
      await get("/api/v1/files//", { origin: APP }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 405, 404]);
    for (const { headers } of answers) {
      expect(headers.get("access-control-allow-origin")).toBe(APP);
      expect(headers.get("access-control-expose-headers")).toBe(
        "ETag, Location, Retry-After, WWW-Authenticate, Allow",
      );
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  test("are not let in with the cookie, nor to pages, sign-in or health of no version", async () => {
    const browser = openBrowserSession(server.url);
    await browser.signIn(ann.email, ann.password);
    const headers = { origin: APP, "content-type": "application/json" };
    const made = await browser.fetch("/api/v1/files", { method: "POST", headers, body: '{"name":"a"}' });
    expect(made.status).toBe(403);
    for (const path of ["/login", "/api/auth/csrf", "/api/auth/session"]) {
      const { headers } = await browser.fetch(path, { headers: { origin: APP } });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("where none is named nobody hears of CORS", async () => {
    const plain = await startServer();
    const answer = await fetch(`${plain.url}/api/v1/files`, {
      method: "OPTIONS",
      headers: { origin: APP, "access-control-request-method": "GET" },
    });
    expect(answer.status).toBe(204);
    for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control/);
    await plain.stop();
  });
});

describe("requests that no client of ours makes", () => {
  const send = (target: string, ...lines: string[]) =>
    rawRequest(server.port, [`GET ${target} HTTP/1.1`, "Connection: close", ...lines, "", ""].join("\r\n"));

  test.each([
    "/api/v1/../v1/health/live",
    "/api/v1/%2e%2e/v1/health/live",
    "/api/v1/.%2E/health/live",
    "/api/v1/./health/live",
    "/api/v1%2fhealth/live",
    "/api/v1/health%2flive",
    "/api/v1/health%5clive",
    "/api/v1/health/live%00",
    "/api/v1/health/live%0d%0aX:1",
    "/api/v1/health//live",
    "//api/v1/health/live",
    "/api/v1/health/live;x=1",
    "/api/v1/invites/..%2f..%2fhealth%2flive",
    "/api/v1/invites/%00",
    "/api/auth/%2e%2e/v1/health/live",
    "/api/auth/%00",
    "/api",
    "/api/",
    "/api/%66iles",
  ])("%s is 404 and a problem", async (path) => {
    const { status, headers } = await send(path, "Host: x");
    expect([status, headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(headers.get("location")).toBeUndefined();
  });

  test.each(["http://evil.example/api/v1/files", "https://evil.example/", "*", "evil.example:443"])(
    "%s is no path: 400, and nobody is led there",
    async (target) => {
      const { status, headers } = await send(target, "Host: x");
      expect(status).toBe(400);
      expect(headers.get("location")).toBeUndefined();
    },
  );

  test.each([
    "//evil.example",
    "///evil.example/%2e%2e",
    "/\\evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
  ])("%s leads nobody to another host", async (path) => {
    const { status, headers } = await send(path, "Host: code.lan");
    expect(status).toBeLessThan(500);
    const location = headers.get("location");
    if (location !== undefined) expect(new URL(location, "http://code.lan/").host).toBe("code.lan");
  });

  test.each(['a"><script>', "evil.example/x", "user@evil.example", "a b", "[::1"])(
    "a Host of %s is 400",
    async (host) => {
      for (const path of ["/login", "/api/v1/health/live"])
        expect((await send(path, `Host: ${host}`)).status).toBe(400);
    },
  );

  test("HTTP/1.0 without a Host is 400, not a fault", async () => {
    expect((await rawRequest(server.port, "GET /login HTTP/1.0\r\n\r\n")).status).toBe(400);
  });

  test("a method told by a header or a parameter is not heard", async () => {
    const file = await createFile(server.url, ann.token, "kept.txt", "kept");
    const headers = {
      authorization: `Bearer ${ann.token}`,
      "x-http-method-override": "DELETE",
      "x-http-method": "DELETE",
      "x-method-override": "DELETE",
    };
    expect((await get(`/api/v1/files/${file.id}?_method=DELETE`, headers)).status).toBe(200);
    expect((await get(`/api/v1/files/${file.id}?_method=DELETE`, headers, "POST")).status).toBe(405);
    expect((await call(server.url, "GET", `/files/${file.id}`, { token: ann.token })).status).toBe(200);
  });

  test("a compressed body is 415, whatever is in it", async () => {
    for (const coding of ["gzip", "br", "deflate", "gzip, gzip", "x"]) {
      const answer = await fetch(`${server.url}/api/v1/files`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${ann.token}`,
          "content-type": "application/json",
          "content-encoding": coding,
        },
        body: '{"name":"a.txt"}',
      });
      expect(answer.status).toBe(415);
      expect(problemSchema.parse(await answer.json()).status).toBe(415);
    }
  });

  test("the server smuggles nothing: a second request inside a body is a body", async () => {
    const inner = "GET /api/v1/health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    const { status, rest } = await rawRequest(
      server.port,
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    );
    expect(status).toBe(400);
    expect(rest).not.toContain("HTTP/1.1");
  });
});

test("nothing of all this was the server's fault", () => {
  expect(server.output()).not.toMatch(/"level":"error"/);
  for (const line of server.output().split("\n")) expect(() => JSON.parse(line), line).not.toThrow();
});
