import { createHash } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type InviteView,
  inviteListSchema,
  inviteSchema,
  receivedInviteListSchema,
} from "@/lib/contracts/sharing";
import { type Account, call, createAccount, createFile } from "@/test-support/api";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";

/** Invites over REST, from the link to the membership: against the built server on a database that can be looked into. */

const DAY_MS = 86_400_000;

let server: TestServer;
let sql: postgres.Sql;
let drop: () => Promise<void>;
let ann: Account;
let bob: Account;
let cy: Account;

beforeAll(async () => {
  const database = await createDatabase();
  drop = database.drop;
  sql = postgres(database.url, { max: 1 });
  const env = { DATABASE_URL: database.url, SECRET_KEY: "only-for-this-test-0123456789abcdefghij" };
  server = await startServer({ env: { ...env, RATE_LIMITS: "off" } });
  ann = await createAccount(server.url, "ann");
  bob = await createAccount(server.url, "bob");
  cy = await createAccount(server.url, "cy");
});
afterAll(async () => {
  await server.stop();
  await sql.end();
  await drop();
});

const ask = (by: Account | null, method: string, path: string, body?: unknown) =>
  call(server.url, method, path, {
    ...(by === null ? {} : { token: by.token }),
    ...(body === undefined ? {} : { body }),
  });
const file = async (name = "a.txt") => (await createFile(server.url, ann.token, name)).id;
const make = async (fileId: number, body: object = {}): Promise<InviteView> => {
  const made = await ask(ann, "POST", `/files/${fileId}/invite`, body);
  expect(made.status).toBe(201);
  return inviteSchema.parse(made.body);
};
const accept = (by: Account, { token }: { token: string }) => ask(by, "POST", `/invites/${token}/accept`);
const listed = async (fileId: number) =>
  inviteListSchema.parse((await ask(ann, "GET", `/files/${fileId}/invites`)).body).items;
const received = async (by: Account) =>
  receivedInviteListSchema.parse((await ask(by, "GET", "/invites")).body).items;
const expire = ({ id }: InviteView) =>
  sql`update invites set expires_at = now() - interval '1 second' where id = ${id}`;

describe("a link", () => {
  test("is for a collaborator, for 7 days and everybody, unless said otherwise", async () => {
    const fileId = await file();
    const invite = await make(fileId);
    expect(invite).toMatchObject({
      file_id: fileId,
      role: "collaborator",
      email: null,
      max_uses: null,
      uses: 0,
    });
    expect(Date.parse(invite.expires_at) - Date.parse(invite.created_at)).toBeCloseTo(7 * DAY_MS, -4);
    expect(invite.url).toBe(`${server.url}/invite/${invite.token}`);
    const other = await make(fileId, {
      role: "viewer",
      expires_in: 86_400,
      max_uses: 2,
      email: "Di@example.com",
    });
    expect(other).toMatchObject({ role: "viewer", email: "di@example.com", max_uses: 2 });
    expect(Date.parse(other.expires_at) - Date.parse(other.created_at)).toBeCloseTo(DAY_MS, -4);
  });

  test("shows what it leads to, and lets whoever has it join", async () => {
    const fileId = await file("plan.py");
    const invite = await make(fileId, { role: "viewer" });
    const preview = { file_name: "plan.py", role: "viewer", invited_by: ann.username };
    const shown = await ask(null, "GET", `/invites/${invite.token}`);
    expect(shown).toMatchObject({ status: 200, body: { ...preview, expires_at: invite.expires_at } });
    expect(Object.keys(Object(shown.body))).toHaveLength(4);
    expect((await accept(bob, invite)).body).toEqual({ file_id: fileId, role: "viewer" });
    expect((await ask(bob, "GET", `/files/${fileId}`)).body).toMatchObject({ role: "viewer" });
    expect(await listed(fileId)).toMatchObject([{ id: invite.id, uses: 1 }]);
  });

  test("raises a role and never lowers one, and only a use that changed something counts", async () => {
    const fileId = await file();
    const [asViewer, asEditor] = [await make(fileId, { role: "viewer" }), await make(fileId)];
    const roleAfter = async (by: Account, invite: InviteView) => {
      expect((await accept(by, invite)).status).toBe(200);
      return (await ask(by, "GET", `/files/${fileId}`)).body;
    };
    expect(await roleAfter(bob, asViewer)).toMatchObject({ role: "viewer" });
    expect(await roleAfter(bob, asEditor)).toMatchObject({ role: "collaborator" });
    expect(await roleAfter(bob, asViewer)).toMatchObject({ role: "collaborator" });
    expect(await roleAfter(ann, asViewer)).toMatchObject({ role: "owner" });
    expect(await listed(fileId)).toMatchObject([{ uses: 1 }, { uses: 1 }]);
  });

  test.each([
    ["expired", expire],
    ["revoked", (invite: InviteView) => ask(ann, "DELETE", `/files/${invite.file_id}/invites/${invite.id}`)],
    ["used up", (invite: InviteView) => accept(cy, invite)],
  ])("leads nowhere once it is %s: 410 for looking and joining", async (_why, end) => {
    const invite = await make(await file(), { max_uses: 1 });
    await end(invite);
    for (const answer of [await ask(null, "GET", `/invites/${invite.token}`), await accept(bob, invite)]) {
      expect(answer).toMatchObject({ status: 410, body: { title: "Gone", status: 410 } });
    }
    expect((await ask(bob, "GET", `/files/${invite.file_id}`)).status).toBe(404);
  });

  test("of a deleted file is as unknown as one that never was, and so is an id in place of a token", async () => {
    const fileId = await file();
    const invite = await make(fileId);
    const ofOwn = await make(await file());
    await ask(ann, "DELETE", `/files/${fileId}`);
    for (const token of [invite.token, "never", String(ofOwn.id), "%00", "a".repeat(5_000)]) {
      expect((await ask(bob, "POST", `/invites/${token}/accept`)).status).toBe(404);
      expect((await ask(null, "GET", `/invites/${token}`)).status).toBe(404);
    }
  });

  test("is a secret: only its hash is stored, the list does not hold it, and no log line does", async () => {
    const fileId = await file();
    const { id, token } = await make(fileId);
    expect(Buffer.from(token, "base64url").length * 8).toBeGreaterThanOrEqual(128);
    await accept(bob, { token });
    const [row] = await sql`select * from invites where id = ${id}`;
    expect(row?.token_hash).toEqual(createHash("sha256").update(token).digest());
    expect(JSON.stringify(row)).not.toContain(token);
    expect(JSON.stringify((await ask(ann, "GET", `/files/${fileId}/invites`)).body)).not.toContain(token);
    expect(server.output()).not.toContain(token);
    expect(server.output()).toMatch(new RegExp(`"inviteId":${id}.*"invite made"`));
    expect(new Set([token, (await make(fileId)).token, (await make(fileId)).token]).size).toBe(3);
  });
});

describe("an owner's list", () => {
  test("has the newest first, with how often each was used; what was revoked is out of it", async () => {
    const fileId = await file();
    const [first, second, third] = [
      await make(fileId),
      await make(fileId, { max_uses: 1 }),
      await make(fileId),
    ];
    await accept(bob, second);
    expect((await ask(ann, "DELETE", `/files/${fileId}/invites/${third.id}`)).status).toBe(204);
    expect((await ask(ann, "DELETE", `/files/${fileId}/invites/${third.id}`)).status).toBe(404);
    const items = await listed(fileId);
    expect(items).toMatchObject([
      { id: second.id, uses: 1 },
      { id: first.id, uses: 0 },
    ]);
  });

  test("is of one file: another file's invite cannot be revoked through it", async () => {
    const [fileId, other] = [await file(), await file()];
    const invite = await make(other);
    expect((await ask(ann, "DELETE", `/files/${fileId}/invites/${invite.id}`)).status).toBe(404);
    expect(await listed(other)).toHaveLength(1);
  });
});

describe("an invite for one email", () => {
  test("is for that account alone, whatever the email's case", async () => {
    const invite = await make(await file(), { email: bob.email.toUpperCase() });
    expect((await accept(cy, invite)).status).toBe(403);
    expect((await accept(ann, invite)).status).toBe(403);
    expect((await accept(bob, invite)).status).toBe(200);
  });

  test("shows on the files page of an account that existed, and can be accepted there without the link", async () => {
    const fileId = await file("shown.py");
    const invite = await make(fileId, { email: bob.email, role: "viewer" });
    const shown = { id: invite.id, file_name: "shown.py", role: "viewer", invited_by: ann.username };
    expect(await received(bob)).toEqual([{ ...shown, expires_at: invite.expires_at }]);
    expect(await received(cy)).toEqual([]);
    const path = `/invites/received/${invite.id}/accept`;
    expect((await ask(cy, "POST", path)).status).toBe(404);
    expect((await ask(bob, "POST", path)).body).toEqual({ file_id: fileId, role: "viewer" });
    expect(await received(bob)).toEqual([]);
  });

  test("needs the link when the account is younger than the invite", async () => {
    const young = `young-${process.pid}@example.com`;
    const invite = await make(await file(), { email: young });
    const password = "correct horse young";
    await ask(null, "POST", "/auth/register", { email: young, username: `young-${process.pid}`, password });
    const login = await ask(null, "POST", "/auth/login", { email: young, password });
    const { access_token: token } = Object(login.body);
    const account = { email: young, username: "young", password, token };
    expect(await received(account)).toEqual([]);
    expect((await ask(account, "POST", `/invites/received/${invite.id}/accept`)).status).toBe(404);
    expect((await accept(account, invite)).status).toBe(200);
  });

  test("is out of the page when it is over or would give nothing", async () => {
    const [fileId, other] = [await file(), await file()];
    const expired = await make(fileId, { email: cy.email });
    const revoked = await make(fileId, { email: cy.email });
    await accept(cy, await make(other));
    await make(other, { email: cy.email, role: "viewer" });
    await expire(expired);
    await ask(ann, "DELETE", `/files/${fileId}/invites/${revoked.id}`);
    expect(await received(cy)).toEqual([]);
    for (const { id } of [expired, revoked]) {
      expect((await ask(cy, "POST", `/invites/received/${id}/accept`)).status).toBe(410);
      expect((await ask(cy, "DELETE", `/invites/received/${id}`)).status).toBe(410);
    }
  });

  test("can be declined, and is over then: for the page, the link and the owner", async () => {
    const fileId = await file();
    const invite = await make(fileId, { email: bob.email });
    expect((await ask(cy, "DELETE", `/invites/received/${invite.id}`)).status).toBe(404);
    expect((await ask(bob, "DELETE", `/invites/received/${invite.id}`)).status).toBe(204);
    expect(await received(bob)).toEqual([]);
    expect((await accept(bob, invite)).status).toBe(410);
    expect(await listed(fileId)).toEqual([]);
  });

  test("does not bring back somebody who was removed; who left is not asked again, but may come by the link", async () => {
    const [fileId, other] = [await file(), await file()];
    const [invite, second] = [
      await make(fileId, { email: bob.email }),
      await make(other, { email: bob.email }),
    ];
    const [row] = await sql`select id from users where email = ${bob.email}`;
    for (const each of [invite, second]) await accept(bob, each);
    const unused = await make(fileId, { email: bob.email });
    await ask(ann, "DELETE", `/files/${fileId}/collaborators/${row?.id}`);
    await ask(bob, "DELETE", `/files/${other}/collaborators/${row?.id}`);
    expect(await received(bob)).toEqual([]);
    for (const each of [invite, unused]) expect((await accept(bob, each)).status).toBe(410);
    expect((await accept(bob, second)).status).toBe(200);
  });
});
