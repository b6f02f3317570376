import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemSchema } from "@/lib/contracts/common";
import { type Account, call, createAccount, createFile, invite } from "@/test-support/api";
import { startServer, type TestServer } from "@/test-support/server";

/** I6 from outside: who may do what. Every call that names a file, in both slash forms, by everyone there is. */

const WHO = ["owner", "collaborator", "viewer", "stranger", "anonymous"] as const;
type Who = (typeof WHO)[number];

interface Row {
  name: string;
  method: string;
  path: (fileId: number) => string;
  body?: unknown;
  expected: Record<Who, number>;
}

const everyone = (owner: number, collaborator: number, viewer: number): Row["expected"] => ({
  owner,
  collaborator,
  viewer,
  stranger: 404,
  anonymous: 401,
});

const FILE_CALLS: Row[] = [
  { name: "read", method: "GET", path: (id) => `/files/${id}`, expected: everyone(200, 200, 200) },
  { name: "look at", method: "HEAD", path: (id) => `/files/${id}`, expected: everyone(200, 200, 200) },
  {
    name: "edit",
    method: "PUT",
    path: (id) => `/files/${id}`,
    body: { content: "by anyone who may" },
    expected: everyone(200, 200, 403),
  },
  {
    name: "rename",
    method: "PUT",
    path: (id) => `/files/${id}`,
    body: { name: "other.txt" },
    expected: everyone(200, 200, 403),
  },
  {
    name: "change nothing",
    method: "PUT",
    path: (id) => `/files/${id}`,
    body: {},
    expected: everyone(200, 200, 403),
  },
  {
    name: "see who may",
    method: "GET",
    path: (id) => `/files/${id}/collaborators`,
    expected: everyone(200, 200, 403),
  },
  {
    name: "make a link",
    method: "POST",
    path: (id) => `/files/${id}/invite`,
    body: {},
    expected: everyone(201, 403, 403),
  },
  // Last, since it works.
  { name: "delete", method: "DELETE", path: (id) => `/files/${id}`, expected: everyone(204, 403, 403) },
];

let server: TestServer;
const people = new Map<Who, Account>();
let fileId = 0;
let other = 0;

beforeAll(async () => {
  server = await startServer();
  for (const who of WHO.filter((name) => name !== "anonymous"))
    people.set(who, await createAccount(server.url, who));
  const owner = token("owner") ?? "";
  fileId = (await createFile(server.url, owner, "shared.txt", "text")).id;
  other = (await createFile(server.url, token("stranger") ?? "", "other.txt")).id;
  for (const role of ["collaborator", "viewer"] as const)
    await invite(server.url, owner, fileId, token(role) ?? "", role);
});
afterAll(() => server.stop());

const token = (who: Who): string | undefined => people.get(who)?.token;

function ask(who: Who, { method, path, body }: Row, slash: string, id = fileId) {
  const credentials = token(who);
  return call(server.url, method, path(id) + slash, {
    ...(credentials === undefined ? {} : { token: credentials }),
    ...(body === undefined ? {} : { body }),
  });
}

describe.each(FILE_CALLS)("$name: $method", (row) => {
  // The owner last, so that what is allowed happens when everyone was refused.
  test.each([...WHO].reverse())("%s", async (who) => {
    const slashes = row.name === "delete" && who === "owner" ? ["/"] : ["", "/"];
    for (const slash of slashes) {
      const answer = await ask(who, row, slash);
      expect(answer.status, `${row.method} ${row.path(fileId)}${slash}`).toBe(row.expected[who]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      if (answer.status < 400 || row.method === "HEAD") continue;
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(problemSchema.parse(answer.body)).toMatchObject({ type: "about:blank", status: answer.status });
      expect(answer.headers.get("www-authenticate")).toBe(answer.status === 401 ? "Bearer" : null);
    }
  });
});

test("a file that is not one's own, one that is gone and one that never was look all the same", async () => {
  for (const row of FILE_CALLS.filter(({ method }) => method !== "HEAD")) {
    const answers = [];
    // `fileId` was deleted above.
    for (const id of [other, fileId, 2_147_483_000]) answers.push((await ask("owner", row, "", id)).body);
    expect(new Set(answers.map((body) => JSON.stringify(body))).size, row.name).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404 });
  }
});

test.each([
  ["GET", "/files"],
  ["POST", "/files"],
  ["GET", "/auth/me"],
  ["POST", "/auth/logout"],
  ["POST", "/invites/some-token/accept"],
])("%s %s is for those signed in only", async (method, path) => {
  for (const authorization of [undefined, "Bearer x.y.z", "Basic YTpi"]) {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const slash of ["", "/"]) {
      const answer = await call(server.url, method, path + slash, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  }
});

test("each sees the files that are theirs or shared with them, with the role they have, and no other", async () => {
  const owner = token("owner") ?? "";
  const listed = await createFile(server.url, owner, "listed.txt");
  await invite(server.url, owner, listed.id, token("viewer") ?? "", "viewer");
  const items = async (who: Who) =>
    (await call(server.url, "GET", "/files/", { token: token(who) ?? "" })).body;
  expect(await items("owner")).toMatchObject({
    items: [{ id: listed.id, role: "owner" }],
    next_cursor: null,
  });
  expect(await items("viewer")).toMatchObject({ items: [{ id: listed.id, role: "viewer" }] });
  expect(await items("collaborator")).toMatchObject({ items: [] });
  expect(await items("stranger")).toMatchObject({ items: [{ id: other }] });
  expect(JSON.stringify(await items("owner"))).not.toContain('"content"');
});
