import http from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { fileSchema } from "@/lib/contracts/files";
import { maxBodyBytes } from "@/lib/contracts/limits";
import {
  type Account,
  type Answer,
  call,
  createAccount,
  createFile,
  getFile,
  invite,
} from "@/test-support/api";
import { startServer, type TestServer } from "@/test-support/server";

/** What is refused, with which words, and what is said first when several things are wrong at once. */

const MAX_FILE_BYTES = 64 * 1024;
const JSON_HEADERS = { "content-type": "application/json" };
let server: TestServer;
let owner: Account;
let viewer: Account;
let fileId = 0;

beforeAll(async () => {
  server = await startServer({ env: { MAX_FILE_BYTES: String(MAX_FILE_BYTES) } });
  owner = await createAccount(server.url, "owner");
  viewer = await createAccount(server.url, "viewer");
  fileId = (await createFile(server.url, owner.token, "errors.txt", "text")).id;
  await invite(server.url, owner.token, fileId, viewer.token, "viewer");
});
afterAll(() => server.stop());

/** A request whose body is exactly these bytes. */
async function send(
  method: string,
  path: string,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  headers: Record<string, string> = JSON_HEADERS,
  token: string | undefined = owner.token,
): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    redirect: "manual",
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? "" : JSON.parse(text) };
}

const errorsOf = (answer: Answer) => problemSchema.parse(answer.body).errors?.map(({ path }) => path);

describe("what is wrong is said in the contract's order", () => {
  // Each request has one fault less than the one before.
  const tooLarge = "x".repeat(maxBodyBytes(MAX_FILE_BYTES) + 1);
  const text = { "content-type": "text/plain" };
  const stale = { ...JSON_HEADERS, "if-match": '"0-0"' };
  const largeContent = JSON.stringify({ name: "", content: "x".repeat(MAX_FILE_BYTES + 1), base: 99 });
  const steps: [number, string, () => Promise<Answer>][] = [
    [405, "a method that is not there", () => send("PATCH", "/files/word", tooLarge, text, "")],
    [401, "nobody", () => send("PUT", "/files/word", tooLarge, text, "x")],
    [400, "an id that is a word", () => send("PUT", "/files/word", tooLarge, text, viewer.token)],
    [404, "an id too large", () => send("PUT", "/files/9999999999", tooLarge, text, viewer.token)],
    [403, "a viewer", () => send("PUT", `/files/${fileId}`, tooLarge, text, viewer.token)],
    [413, "a body too large", () => send("PUT", `/files/${fileId}`, tooLarge, text)],
    [415, "no JSON, it says", () => send("PUT", `/files/${fileId}`, "{", text)],
    [400, "no JSON, it is", () => send("PUT", `/files/${fileId}`, "{", stale)],
    [413, "a content too large", () => send("PUT", `/files/${fileId}`, largeContent, stale)],
    [422, "against the schema", () => send("PUT", `/files/${fileId}`, '{"name":"","base":99}', stale)],
    [422, "a base to come", () => send("PUT", `/files/${fileId}`, '{"content":"x","base":99}', stale)],
    [412, "If-Match", () => send("PUT", `/files/${fileId}`, '{"content":"x","base":0}', stale)],
    [200, "nothing", () => send("PUT", `/files/${fileId}`, '{"content":"text"}')],
  ];
  test.each(steps)("%i: %s", async (status, _name, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    if (status < 400) return;
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(problemSchema.parse(answer.body).status).toBe(status);
  });
});

describe("methods", () => {
  test.each([
    ["PATCH", "/files", "GET, HEAD, POST, OPTIONS"],
    ["POST", "/files/1", "GET, HEAD, PUT, DELETE, OPTIONS"],
    ["GET", "/files/1/invite", "POST, OPTIONS"],
    ["DELETE", "/files/1/collaborators", "GET, HEAD, OPTIONS"],
    ["GET", "/auth/register", "POST, OPTIONS"],
    ["GET", "/auth/login", "POST, OPTIONS"],
    ["GET", "/auth/logout", "POST, OPTIONS"],
    ["PUT", "/auth/me", "GET, HEAD, PATCH, OPTIONS"],
    ["POST", "/auth/sessions", "GET, HEAD, DELETE, OPTIONS"],
    ["GET", "/auth/sessions/x", "DELETE, OPTIONS"],
    ["POST", "/invites/x", "GET, HEAD, OPTIONS"],
    ["GET", "/invites/x/accept", "POST, OPTIONS"],
    ["POST", "/health/live", "GET, HEAD, OPTIONS"],
    ["POST", "/health/ready", "GET, HEAD, OPTIONS"],
  ])("%s %s is 405 and says what there is, to anyone", async (method, path, allow) => {
    for (const slash of ["", "/"]) {
      const answer = await call(server.url, method, path + slash);
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe(allow);
      expect(problemSchema.parse(answer.body).status).toBe(405);
      const options = await call(server.url, "OPTIONS", path + slash);
      expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
    }
  });

  test("HEAD answers as GET does, without the body", async () => {
    const get = await call(server.url, "GET", `/files/${fileId}`, { token: owner.token });
    const head = await call(server.url, "HEAD", `/files/${fileId}`, { token: owner.token });
    expect(head.status).toBe(200);
    expect(head.body).toBe("");
    for (const name of ["etag", "content-type", "cache-control"])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    expect((await call(server.url, "HEAD", "/files/word", { token: owner.token })).status).toBe(400);
  });
});

test.each(["/nowhere", "/", "", "/files/1/nothing", "/auth", "/files/1/invite/2/3", "/docs", "/__proto__"])(
  "%j is nowhere: 404 as a problem, whatever the method",
  async (path) => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const answer = await call(server.url, method, path, { token: owner.token });
      expect(answer.status, method).toBe(404);
      expect(problemSchema.parse(answer.body).status).toBe(404);
    }
  },
);

test.each(["/files//", `//files`, "/files/%ff", "/files/%", "/files\\1"])(
  "%s is a problem, not a redirect nor a page",
  async (path) => {
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const target = { host: "127.0.0.1", port: server.port, path: `/api/v1${path}` };
      http.get(target, resolve).on("error", reject);
    });
    answer.resume();
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  },
);

test.each([
  ["word", 400],
  ["1.5", 400],
  ["-1", 400],
  ["1e9", 400],
  ["%00", 400],
  ["1%00", 400],
  ["%F0%9F%98%80", 400],
  ["1;drop", 400],
  ["..%2f1", 400],
  ["0", 404],
  ["2147483648", 404],
  ["99999999999999999999", 404],
  ["9".repeat(3_000), 404],
])("file id %s is %i, in every call", async (id, status) => {
  const calls: [string, string][] = [
    ["GET", ""],
    ["PUT", ""],
    ["DELETE", ""],
    ["POST", "/invite"],
    ["GET", "/collaborators"],
  ];
  for (const [method, rest] of calls) {
    const answer = await send(method, `/files/${id}${rest}`, method === "GET" ? undefined : "{}");
    expect(answer.status, `${method} ${rest}`).toBe(status);
  }
});

describe("bodies", () => {
  test.each<[string, number, string | Uint8Array<ArrayBuffer> | undefined]>([
    ["none", 400, undefined],
    ["an empty one", 400, ""],
    ["a word", 400, "word"],
    ["half", 400, '{"name":"a'],
    ["two", 400, '{"name":"a"}{"name":"b"}'],
    ["NUL", 400, "\u0000"],
    ["not UTF-8", 400, new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["UTF-16", 400, new Uint8Array(Buffer.from('{"name":"a"}', "utf16le"))],
    ["nested without end", 400, "[".repeat(100_000)],
    ["nested deep", 422, "[".repeat(100_000) + "]".repeat(100_000)],
    ["a name nested deep", 422, `{"name":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`],
    ["a list", 422, "[]"],
    ["null", 422, "null"],
    ["a number", 422, "7"],
    ["text", 422, '"name"'],
    ["without a name", 422, "{}"],
    ["a name that is null", 422, '{"name":null}'],
    ["a name that is a list", 422, '{"name":["a"]}'],
    ["an empty name", 422, '{"name":""}'],
    ["a name of spaces", 422, '{"name":" \\t "}'],
    ["a name of 300 characters", 422, JSON.stringify({ name: "n".repeat(300) })],
    ["a name with NUL", 422, '{"name":"a\\u0000b"}'],
    ["a name of two lines", 422, '{"name":"a\\nb"}'],
    ["a name with half a character", 422, '{"name":"\\ud83d"}'],
    ["a content with half a character", 422, '{"name":"a","content":"\\udc00\\ud83d"}'],
    ["a language nobody knows", 422, '{"name":"a","language":"klingon"}'],
    ["a language from the prototype", 422, '{"name":"a","language":"__proto__"}'],
    ["a content that is a number", 422, '{"name":"a","content":1}'],
    ["a prototype", 422, '{"__proto__":{"name":"a"}}'],
    ["a constructor", 422, '{"constructor":{"prototype":{"name":"a"}}}'],
  ])("%s is %i for a new file", async (_name, status, body) => {
    const answer = await send("POST", "/files", body);
    expect(answer.status).toBe(status);
    expect(problemSchema.parse(answer.body).status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at |node_modules|\.ts\b|select |insert /i);
  });

  test("what is not asked for is left aside, and nobody gets a prototype", async () => {
    const body = '{"name":"ok.txt","__proto__":{"role":"viewer"},"owner_id":7,"id":1,"version":9}';
    const made = fileSchema.parse((await send("POST", "/files", body)).body);
    expect(made).toMatchObject({ name: "ok.txt", version: 0, role: "owner" });
    expect(made.id).not.toBe(1);
    expect(made.owner_id).not.toBe(7);
  });

  test("the odd but right: a BOM, a charset, capitals, 255 characters, emoji, the last name of two", async () => {
    const right: [string, Record<string, string>][] = [
      ['\ufeff{"name":"bom.txt"}', JSON_HEADERS],
      ['{"name":"a"}', { "content-type": "Application/JSON; charset=UTF-8" }],
      [JSON.stringify({ name: "n".repeat(255) }), JSON_HEADERS],
      ['{"name":"😀.py"}', JSON_HEADERS],
      ['{"name":"","name":"twice"}', JSON_HEADERS],
      ['{"name":"  trimmed  "}', JSON_HEADERS],
    ];
    for (const [body, headers] of right)
      expect((await send("POST", "/files", body, headers)).status, body.slice(0, 40)).toBe(201);
  });

  test.each<Record<string, string>>([
    {},
    { "content-type": "text/plain" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "application/jsonp" },
    { "content-type": "application/merge-patch+json" },
  ])("%o is 415", async (headers) => {
    // Bytes, for which fetch sets no type of its own.
    const body = new Uint8Array(Buffer.from('{"name":"a"}'));
    expect((await send("POST", "/files", body, headers)).status).toBe(415);
  });
});

describe("sizes", () => {
  const content = (bytes: number) => JSON.stringify({ name: "size.txt", content: "x".repeat(bytes) });

  test("a content of exactly the limit is taken, one more byte is 413, for a new file and for an old one", async () => {
    const made = await send("POST", "/files", content(MAX_FILE_BYTES));
    expect(made.status).toBe(201);
    expect((await send("POST", "/files", content(MAX_FILE_BYTES + 1))).status).toBe(413);
    const { id } = fileSchema.parse(made.body);
    expect((await send("PUT", `/files/${id}`, content(MAX_FILE_BYTES))).status).toBe(200);
    expect((await send("PUT", `/files/${id}`, content(MAX_FILE_BYTES + 1))).status).toBe(413);
    expect((await getFile(server.url, owner.token, id)).content).toHaveLength(MAX_FILE_BYTES);
  });

  test("UTF-8 bytes count, not characters, and line ends as they are kept", async () => {
    const emoji = JSON.stringify({ name: "a", content: "😀".repeat(MAX_FILE_BYTES / 4) });
    expect((await send("POST", "/files", emoji)).status).toBe(201);
    const more = JSON.stringify({ name: "a", content: `${"😀".repeat(MAX_FILE_BYTES / 4)}x` });
    expect((await send("POST", "/files", more)).status).toBe(413);
    const crlf = JSON.stringify({ name: "a", content: "\r\n".repeat(MAX_FILE_BYTES) });
    expect((await send("POST", "/files", crlf)).status).toBe(201);
  });

  test("the longest way to write the largest content is taken", async () => {
    const escaped = `{"name":"a","content":"${"\\u0041".repeat(MAX_FILE_BYTES)}"}`;
    expect((await send("POST", "/files", escaped)).status).toBe(201);
  });

  test("a merge that would pass the limit is 413 and changes nothing", async () => {
    const made = await send("POST", "/files", content(MAX_FILE_BYTES - 10));
    const { id, version } = fileSchema.parse(made.body);
    const before = await getFile(server.url, owner.token, id);
    const longer = JSON.stringify({ content: `${before.content}12345678`, base: version });
    expect((await send("PUT", `/files/${id}`, longer)).status).toBe(200);
    expect((await send("PUT", `/files/${id}`, longer)).status).toBe(413);
    expect((await getFile(server.url, owner.token, id)).content).toHaveLength(MAX_FILE_BYTES - 2);
  });

  test("3 MB are 413, announced or not, and the server goes on", async () => {
    const body = content(3 * 1024 * 1024);
    expect((await send("POST", "/files", body)).status).toBe(413);
    const chunked = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(
        {
          host: "127.0.0.1",
          port: server.port,
          path: "/api/v1/files",
          method: "POST",
          headers: { ...JSON_HEADERS, authorization: `Bearer ${owner.token}` },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      request.on("error", reject);
      for (let at = 0; at < body.length; at += 65_536) request.write(body.slice(at, at + 65_536));
      request.end();
    });
    expect(chunked).toBe(413);
    expect((await send("GET", "/auth/me", undefined)).status).toBe(200);
  });
});

describe("accounts", () => {
  const account = (changes: object) =>
    JSON.stringify({ email: "new@example.com", username: "new-one", password: "long enough", ...changes });
  test.each<[string, object, string[]]>([
    ["no email", { email: undefined }, ["email"]],
    ["a wrong email", { email: "new.example.com" }, ["email"]],
    ["an email with NUL", { email: "a\u0000@example.com" }, ["email"]],
    ["a long email", { email: `${"e".repeat(250)}@example.com` }, ["email"]],
    ["a short name", { username: "ab" }, ["username"]],
    ["a long name", { username: "n".repeat(33) }, ["username"]],
    ["a name with a space", { username: "new one" }, ["username"]],
    ["a name with an @", { username: "new@one" }, ["username"]],
    ["a short password", { password: "1234567" }, ["password"]],
    ["a long password", { password: "p".repeat(129) }, ["password"]],
    ["a common password", { password: "Password1" }, ["password"]],
    ["all of it", { email: 1, username: null, password: [] }, ["email", "username", "password"]],
  ])("%s is 422", async (_name, changes, fields) => {
    const answer = await send("POST", "/auth/register", account(changes), JSON_HEADERS, "");
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual(fields);
  });

  test.each<[string, () => object, string]>([
    ["the email, in other case", () => ({ email: owner.email.toUpperCase() }), "email"],
    ["the username, in other case", () => ({ username: owner.username.toUpperCase() }), "username"],
  ])("%s is taken: 409", async (_name, changes, field) => {
    const answer = await send("POST", "/auth/register", account(changes()), JSON_HEADERS, "");
    expect(answer.status).toBe(409);
    expect(errorsOf(answer)).toEqual([field]);
  });

  test("of 8 who register one name at once, one has it", async () => {
    const body = account({ email: "race@example.com", username: "race" });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send("POST", "/auth/register", body, JSON_HEADERS, "")),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
  });
});

test.each([
  ["limit=0", "limit"],
  ["limit=201", "limit"],
  ["limit=many", "limit"],
  ["limit=", "limit"],
  ["limit=1.5", "limit"],
  ["cursor=nonsense", "cursor"],
  [`cursor=${Buffer.from('["0000-01-01T00:00:00.000Z",1]').toString("base64url")}`, "cursor"],
  [`q=${"q".repeat(201)}`, "q"],
  ["role=admin", "role"],
])("GET /files?%s is 422", async (query, field) => {
  const answer = await send("GET", `/files?${query}`, undefined);
  expect(answer.status).toBe(422);
  expect(errorsOf(answer)).toEqual([field]);
});

test.each(["q=%00", "q=%25_%5C", "q='%20or%201=1--", "q=%F0%9F%98%80", "q=%ff", "cursor", "__proto__=1"])(
  "GET /files?%s is no fault",
  async (query) => {
    expect((await send("GET", `/files/?${query}`, undefined)).status).toBeLessThan(500);
  },
);

test("nothing of all this was the server's fault", () => {
  expect(server.output()).not.toMatch(/"level":"error"/);
});
