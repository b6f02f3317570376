import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DATABASE_KINDS } from "@/db/testing";
import { userSchema } from "@/lib/contracts/auth";
import { fileSchema } from "@/lib/contracts/files";
import type { Role } from "@/lib/contracts/roles";
import { type CollaboratorListView, collaboratorListSchema, inviteSchema } from "@/lib/contracts/sharing";
import { type Account, call, createAccount, createFile, getFile, invite } from "@/test-support/api";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";

/** Sharing while others share, over REST, against the built server on both databases. */

const ROUNDS = 10;

describe.each(DATABASE_KINDS)("at the same time, on %s", (kind) => {
  let server: TestServer;
  let drop = async () => {};
  let owner: Person;
  let guests: Person[];
  type Person = Account & { id: number };

  const createPerson = async (name: string): Promise<Person> => {
    const account = await createAccount(server.url, name);
    const me = await call(server.url, "GET", "/auth/me", { token: account.token });
    return { ...account, id: userSchema.parse(me.body).id };
  };
  beforeAll(async () => {
    const env: Record<string, string> = { RATE_LIMITS: "off" };
    if (kind === "postgres") {
      const database = await createDatabase();
      drop = database.drop;
      Object.assign(env, {
        DATABASE_URL: database.url,
        SECRET_KEY: "only-for-this-test-0123456789abcdefghij",
      });
    }
    server = await startServer({ env });
    owner = await createPerson("owner");
    guests = [];
    for (let n = 0; n < 20; n += 1) guests.push(await createPerson(`guest${n}`)); // hashing is work for a whole core
  });
  afterAll(async () => {
    await server.stop();
    await drop();
  });

  const ask = (by: Person, method: string, path: string, body?: unknown) =>
    call(server.url, method, path, { token: by.token, ...(body === undefined ? {} : { body }) });
  const file = async () => (await createFile(server.url, owner.token, "a.txt", "text\n")).id;
  const link = async (fileId: number, body: object = {}) =>
    inviteSchema.parse((await ask(owner, "POST", `/files/${fileId}/invite`, body)).body);
  const membersOf = async (fileId: number, by = owner): Promise<CollaboratorListView["items"]> =>
    collaboratorListSchema.parse((await ask(by, "GET", `/files/${fileId}/collaborators`)).body).items;
  const [one, two] = [() => guests[0] ?? owner, () => guests[1] ?? owner];

  test("20 accepts of an invite for 3: exactly 3 join, and it says so", async () => {
    const fileId = await file();
    const { id, token } = await link(fileId, { max_uses: 3 });
    const answers = await Promise.all(guests.map((guest) => ask(guest, "POST", `/invites/${token}/accept`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(3).fill(200), ...Array(17).fill(410)]);
    expect(await membersOf(fileId)).toHaveLength(1 + 3);
    const { body } = await ask(owner, "GET", `/files/${fileId}/invites`);
    expect(body).toMatchObject({ items: [{ id, uses: 3, max_uses: 3 }] });
    for (const [n, guest] of guests.entries()) {
      const seen = (await ask(guest, "GET", `/files/${fileId}`)).status;
      expect(seen).toBe(answers[n]?.status === 200 ? 200 : 404);
    }
  });

  test("one person accepts 20 times: one use", async () => {
    const fileId = await file();
    const { token } = await link(fileId, { max_uses: 2 });
    const accept = () => ask(one(), "POST", `/invites/${token}/accept`);
    const answers = await Promise.all(Array.from({ length: 20 }, accept));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask(owner, "GET", `/files/${fileId}/invites`)).body).toMatchObject({
      items: [{ uses: 1 }],
    });
  });

  test("the file is handed to two people: one of them owns it, and the other was refused", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const fileId = await file();
      for (const guest of [one(), two()]) await invite(server.url, owner.token, fileId, guest.token);
      const handOver = ({ id }: Person) =>
        ask(owner, "PATCH", `/files/${fileId}/collaborators/${id}`, { role: "owner" });
      const answers = await Promise.all([handOver(one()), handOver(two())]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
      const heir = answers[0]?.status === 200 ? one() : two();
      const members = await membersOf(fileId);
      expect(members.filter(({ role }) => role === "owner").map(({ user }) => user.id)).toEqual([heir.id]);
      expect(members).toHaveLength(3);
      const seen = fileSchema.parse((await ask(heir, "GET", `/files/${fileId}`)).body);
      expect(seen).toMatchObject({ owner_id: heir.id, role: "owner" });
    }
  });

  test("the file goes back and forth while its owners leave and are removed: it always has exactly one owner", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const fileId = await file();
      await invite(server.url, owner.token, fileId, one().token);
      const path = (person: Person) => `/files/${fileId}/collaborators/${person.id}`;
      await Promise.all([
        ask(owner, "PATCH", path(one()), { role: "owner" }),
        ask(one(), "PATCH", path(owner), { role: "owner" }),
        ask(owner, "PATCH", path(one()), { role: "viewer" }),
        ask(one(), "DELETE", path(one())),
        ask(owner, "DELETE", path(owner)),
        ask(owner, "DELETE", path(one())),
        ask(one(), "DELETE", path(owner)),
      ]);
      const roles: (Role | undefined)[] = [];
      for (const person of [owner, one()]) {
        const { status, body } = await ask(person, "GET", `/files/${fileId}`);
        roles.push(status === 200 ? fileSchema.parse(body).role : undefined);
      }
      expect(roles.filter((role) => role === "owner")).toHaveLength(1);
    }
  });

  test("a hand-over and a deletion by the one who owned it: one of them happens", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const fileId = await file();
      await invite(server.url, owner.token, fileId, one().token);
      const [given, deleted] = await Promise.all([
        ask(owner, "PATCH", `/files/${fileId}/collaborators/${one().id}`, { role: "owner" }),
        ask(owner, "DELETE", `/files/${fileId}`),
      ]);
      const seen = (await ask(one(), "GET", `/files/${fileId}`)).status;
      expect([given.status, deleted.status, seen]).toEqual(seen === 200 ? [200, 403, 200] : [404, 204, 404]);
    }
  });

  test("an invite is taken back while people accept it: who was told yes is in, and nobody after", async () => {
    const fileId = await file();
    const { id, token } = await link(fileId);
    const accept = (guest: Person) => ask(guest, "POST", `/invites/${token}/accept`);
    const accepted = guests.slice(0, 10).map(accept);
    const revoked = await ask(owner, "DELETE", `/files/${fileId}/invites/${id}`);
    expect(revoked.status).toBe(204);
    const late = await Promise.all(guests.slice(10).map(accept));
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([410]));
    const early = await Promise.all(accepted);
    const joined = guests.slice(0, 10).filter((_, n) => early[n]?.status === 200);
    for (const { status } of early) expect([200, 410]).toContain(status);
    const members = (await membersOf(fileId)).map(({ user }) => user.id);
    expect(new Set(members)).toEqual(new Set([owner.id, ...joined.map((guest) => guest.id)]));
  });

  test("somebody is removed while they write: what was answered with 200 is in the file, and nothing after the 204", async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const fileId = await file();
      await invite(server.url, owner.token, fileId, one().token);
      const write = (n: number) => ask(one(), "PUT", `/files/${fileId}`, { content: `written ${n}\n` });
      const writes = Array.from({ length: 5 }, (_, n) => write(n));
      const removed = await ask(owner, "DELETE", `/files/${fileId}/collaborators/${one().id}`);
      expect(removed.status).toBe(204);
      const { version } = await getFile(server.url, owner.token, fileId);
      const answers = await Promise.all(writes);
      for (const { status } of answers) expect([200, 404]).toContain(status);
      expect((await write(9)).status).toBe(404);
      const after = await getFile(server.url, owner.token, fileId);
      expect(after.version).toBe(version);
      const stored = answers.filter(({ status }) => status === 200).map(({ body }) => fileSchema.parse(body));
      for (const file of stored) expect(file.version).toBeLessThanOrEqual(version);
    }
  });

  test("roles given at once: the last one stored is the one that holds, everywhere", async () => {
    const fileId = await file();
    await invite(server.url, owner.token, fileId, one().token);
    const path = `/files/${fileId}/collaborators/${one().id}`;
    const roles = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? "viewer" : "collaborator"));
    await Promise.all(roles.map((role) => ask(owner, "PATCH", path, { role })));
    const role = (await membersOf(fileId)).find(({ user }) => user.id === one().id)?.role;
    const put = await ask(one(), "PUT", `/files/${fileId}`, { content: "x" });
    expect(put.status).toBe(role === "viewer" ? 403 : 200);
  });
});
