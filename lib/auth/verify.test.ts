import { encode } from "next-auth/jwt";
import { beforeEach, describe, expect, test } from "vitest";
import { SESSION_CACHE_MS } from "@/lib/contracts/limits";
import { deriveKeys } from "./keys";
import type { SessionKind, SessionRepository } from "./ports";
import { parseCookies } from "./session-cookie";
import { signToken } from "./token";
import { authenticateConnection, createVerifier, type Verifier } from "./verify";

const keys = deriveKeys("k3y-that-nobody-knows-0123456789abcdef");
const otherKeys = deriveKeys("another-key-that-nobody-knows-0123456789");
const expiresAt = new Date("2099-01-01T00:00:00.000Z");
const user = {
  id: 7,
  email: "ann@example.com",
  username: "ann",
  isActive: true,
  createdAt: new Date("2026-01-01T00:00:00.000Z"),
};

/** Sessions in memory: `bearer-1` and `cookie-1` live until they are taken out. */
let live: Map<string, SessionKind>;
let asked = 0;
let away = false;
let time = 0;
const sessions: Pick<SessionRepository, "findLive"> = {
  async findLive(sessionId) {
    asked += 1;
    if (away) throw new Error("the database is away");
    const kind = live.get(sessionId);
    return kind === undefined ? null : { user, kind, expiresAt };
  },
};
let verifier: Verifier;
beforeEach(() => {
  live = new Map([
    ["bearer-1", "bearer"],
    ["cookie-1", "cookie"],
  ]);
  asked = 0;
  away = false;
  time = 0;
  verifier = createVerifier({ keys, sessions, used: () => undefined }, () => time);
});

const token = (sessionId: string, key = keys.token, until = expiresAt) =>
  signToken(key, { userId: user.id, sessionId, expiresAt: until });
const cookie = (sid: unknown, secret = keys.cookie) => encode({ token: { sid }, secret, maxAge: 3_600 });
const bearer = (text: string) => verifier.fromHeaders(new Headers({ authorization: text }));
const byCookie = (text: string) => verifier.fromHeaders(new Headers({ cookie: text }));

describe("a Bearer token", () => {
  test("says who is asking", async () => {
    expect(await bearer(`Bearer ${await token("bearer-1")}`)).toEqual({
      userId: 7,
      username: "ann",
      email: "ann@example.com",
      sessionId: "bearer-1",
      kind: "bearer",
      expiresAt,
    });
    expect(await bearer(`bearer  ${await token("bearer-1")}`)).not.toBeNull();
  });

  test("by https only the one of this host alone counts, by http only the plain one", async () => {
    const value = await cookie("cookie-1");
    const by = (scheme: string, name: string) =>
      verifier.fromHeaders({ cookie: `${name}=${value}`, "x-forwarded-proto": scheme });
    const plain = "next-auth.session-token";
    expect(await by("https", `__Host-${plain}`)).toMatchObject({ userId: 7, kind: "cookie" });
    expect(await by("http", plain)).toMatchObject({ userId: 7, kind: "cookie" });
    for (const name of [plain, `__Secure-${plain}`]) expect(await by("https", name)).toBeNull();
    for (const name of [`__Host-${plain}`, `__Secure-${plain}`]) expect(await by("http", name)).toBeNull();
  });

  test.each<[string, () => Promise<string>]>([
    ["of another key", () => token("bearer-1", otherKeys.token)],
    ["signed with the cookie's key", () => token("bearer-1", new TextEncoder().encode(keys.cookie))],
    ["that has expired", () => token("bearer-1", keys.token, new Date(Date.now() - 1_000))],
    ["of an ended session", () => token("bearer-0")],
    ["that names a browser's session", () => token("cookie-1")],
    ["that is a cookie", () => cookie("bearer-1")],
    ["without an algorithm", async () => `${btoa('{"alg":"none"}')}.${btoa('{"sid":"bearer-1"}')}.`],
    ["that is a word", async () => "word"],
  ])("%s is nobody's", async (_name, make) => {
    expect(await bearer(`Bearer ${await make()}`)).toBeNull();
  });

  test.each(["", "Bearer", "Bearer ", "Basic YW5uOmFubg==", "Bearer a b"])("%j is none", async (text) => {
    expect(await bearer(text)).toBeNull();
  });

  test("a wrong one is not made good by a right cookie", async () => {
    const headers = {
      authorization: "Bearer word",
      cookie: `next-auth.session-token=${await cookie("cookie-1")}`,
    };
    expect(await verifier.fromHeaders(headers)).toBeNull();
  });
});

describe("the browser's cookie", () => {
  test("is read among others and in chunks", async () => {
    const value = await cookie("cookie-1");
    const chunks = `next-auth.session-token.0=${value.slice(0, 50)}; next-auth.session-token.1=${value.slice(50)}`;
    for (const text of [
      `next-auth.session-token=${value}`,
      `theme=dark; next-auth.session-token=${value}; x`,
      chunks,
    ]) {
      expect(await byCookie(text), text.slice(0, 40)).toMatchObject({ userId: 7, kind: "cookie" });
    }
  });

  test.each<[string, () => Promise<string>]>([
    ["of another key", () => cookie("cookie-1", otherKeys.cookie)],
    ["of an ended session", () => cookie("cookie-0")],
    ["that names a program's session", () => cookie("bearer-1")],
    ["without a session", () => cookie(undefined)],
    ["whose session is no text", () => cookie({ sid: "cookie-1" })],
    ["that is a Bearer token", () => token("cookie-1")],
    ["that is empty", async () => ""],
    ["that is a word", async () => "word"],
  ])("%s is nobody's", async (_name, make) => {
    expect(await byCookie(`next-auth.session-token=${await make()}`)).toBeNull();
  });

  test("a Cookie header of any shape is read without a fault", () => {
    expect([...parseCookies("a=1; b ; =c; d=e=f; a=2;;")]).toEqual([
      ["a", "1"],
      ["", "c"],
      ["d", "e=f"],
    ]);
  });
});

test("what it believes it believes for a second at most, and not at all once told", async () => {
  const text = `Bearer ${await token("bearer-1")}`;
  await bearer(text);
  await bearer(text);
  expect(asked).toBe(1);
  live.delete("bearer-1");
  time += SESSION_CACHE_MS - 1;
  expect(await bearer(text)).not.toBeNull();
  time += 1;
  expect(await bearer(text)).toBeNull();

  live.set("bearer-1", "bearer");
  time += SESSION_CACHE_MS;
  expect(await bearer(text)).not.toBeNull();
  live.delete("bearer-1");
  verifier.forget("bearer-1");
  expect(await bearer(text)).toBeNull();
});

test("a database that is away is said, and asked again the next time", async () => {
  const text = `Bearer ${await token("bearer-1")}`;
  away = true;
  await expect(bearer(text)).rejects.toThrow("away");
  away = false;
  expect(await bearer(text)).not.toBeNull();
});

test("a live connection shows a token or its headers, and the token counts", async () => {
  const headers = { cookie: `next-auth.session-token=${await cookie("cookie-1")}` };
  const connect = (shown: string | undefined) =>
    authenticateConnection({ verifier }, { token: shown, headers });
  expect(await connect(undefined)).toMatchObject({ kind: "cookie" });
  expect(await connect(await token("bearer-1"))).toMatchObject({ kind: "bearer" });
  expect(await connect("word")).toBeNull();
});
