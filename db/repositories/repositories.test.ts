import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { User } from "@/lib/auth/ports";
import type { Role } from "@/lib/contracts/roles";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

/** What the other ports promise, the same on both databases. */

const inAMinute = () => new Date(Date.now() + 60_000);

describe.each(DATABASE_KINDS)("repositories on %s", (kind) => {
  let base: TestDatabase;
  let made = 0;
  const user = async (name = "user"): Promise<User> => {
    made += 1;
    const created = await base.users.create({
      email: `${name}${made}@example.com`,
      username: `${name}${made}`,
      passwordHash: "hash",
    });
    if ("taken" in created) throw new Error("taken");
    return created;
  };
  const file = (ownerId: number, name = "a.txt") =>
    base.files.create({ ownerId, name, language: "plaintext", eol: "\r\n", text: "", seed: null });
  const invite = async (fileId: number, createdBy: number, more: object = {}) => {
    made += 1;
    const tokenHash = Buffer.from(`token-${made}`);
    await base.invites.create({
      fileId,
      createdBy,
      tokenHash,
      role: "collaborator",
      email: null,
      expiresAt: inAMinute(),
      maxUses: null,
      ...more,
    });
    return tokenHash;
  };
  beforeAll(async () => {
    base = await openTestDatabase(kind);
  });
  afterAll(() => base.close());

  test("an email and a username are taken whatever their case, and found whatever their case", async () => {
    await base.users.create({ email: "Ann@Example.com", username: "Ann", passwordHash: "h" });
    const again = { username: "ann2", email: "ANN@example.COM", passwordHash: "h" };
    expect(await base.users.create(again)).toEqual({ taken: "email" });
    expect(await base.users.create({ ...again, email: "b@example.com", username: "ANN" })).toEqual({
      taken: "username",
    });
    expect((await base.users.findForLogin("ann@example.com"))?.username).toBe("Ann");
    expect((await base.users.findForLogin("aNN"))?.passwordHash).toBe("h");
    expect(await base.users.findForLogin("nobody")).toBeNull();
  });

  test("two registrations of one email at the same time: one is taken", async () => {
    const make = (username: string) =>
      base.users.create({ email: "race@example.com", username, passwordHash: "h" });
    const results = await Promise.all([make("race-a"), make("race-b")]);
    expect(results.filter((result) => "taken" in result)).toEqual([{ taken: "email" }]);
  });

  test("a session is live until it is revoked or expires", async () => {
    const { id: userId } = await user();
    const { id } = await base.sessions.create({ userId, kind: "bearer", expiresAt: inAMinute() });
    expect((await base.sessions.findLive(id))?.user.id).toBe(userId);
    await base.sessions.revoke(id);
    await base.sessions.revoke(id);
    expect(await base.sessions.findLive(id)).toBeNull();
    const old = await base.sessions.create({ userId, kind: "cookie", expiresAt: new Date(Date.now() - 1) });
    expect(await base.sessions.findLive(old.id)).toBeNull();
    expect(await base.sessions.findLive("no-uuid'; drop table users")).toBeNull();
  });

  test("lists go from the newest change to the oldest and skip nothing from page to page", async () => {
    const { id } = await user("lister");
    const ids: number[] = [];
    for (let n = 0; n < 7; n += 1) ids.push((await file(id, `f${n}%_x.txt`)).id);
    const first = ids[0] ?? 0;
    await base.log.append([{ fileId: first, userId: id, update: new Uint8Array([1]), clientIds: [] }]);
    const seen: number[] = [];
    let after: { updatedAt: Date; id: number } | null = null;
    for (;;) {
      const page = await base.files.listForUser({ userId: id, limit: 3, after, q: null, roles: null });
      seen.push(...page.map((row) => row.id));
      const last = page.at(-1);
      if (page.length < 3 || last === undefined) break;
      after = { updatedAt: last.updatedAt, id: last.id };
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(seen[0]).toBe(first);
    const find = (q: string) =>
      base.files.listForUser({ userId: id, limit: 50, after: null, q, roles: null });
    expect(await find("F3%_")).toHaveLength(1);
    expect(await find("f_%")).toHaveLength(0);
    const as = (roles: Role[]) =>
      base.files.listForUser({ userId: id, limit: 9, after: null, q: null, roles });
    expect(await as(["collaborator", "viewer"])).toEqual([]);
    expect(await as(["viewer", "owner"])).toHaveLength(7);
  });

  test("only members find a file; a changed name or language moves the meta version, the same one does not", async () => {
    const owner = await user();
    const made = await file(owner.id);
    expect((await base.files.findForUser(made.id, owner.id))?.role).toBe("owner");
    expect((await base.files.findForUser(made.id, owner.id))?.eol).toBe("\r\n");
    expect(await base.files.findForUser(made.id, (await user()).id)).toBeNull();
    const same = await base.files.updateMeta(made.id, { name: "a.txt" });
    expect(same).toMatchObject({ metaVersion: 1 });
    expect(await base.files.updateMeta(made.id, { name: "b.txt" })).toMatchObject({
      name: "b.txt",
      metaVersion: 2,
    });
    const stale = { version: 0, metaVersion: 1 };
    expect(await base.files.updateMeta(made.id, { name: "c.txt" }, stale)).toBe("stale");
    expect(await base.files.delete(made.id)).toBe(true);
    expect(await base.files.delete(made.id)).toBe(false);
    expect(await base.files.updateMeta(made.id, { name: "d" })).toBeNull();
  });

  test("20 people accept an invite for 3 at once: exactly 3 join", async () => {
    const owner = await user();
    const { id: fileId } = await file(owner.id);
    const tokenHash = await invite(fileId, owner.id, { maxUses: 3 });
    const people = await Promise.all(Array.from({ length: 20 }, () => user()));
    const results = await Promise.all(people.map((person) => base.invites.accept(tokenHash, person)));
    expect(results.filter((result) => result.status === "joined")).toHaveLength(3);
    expect(results.filter((result) => result.status === "gone")).toHaveLength(17);
    expect(await base.members.list(fileId)).toHaveLength(4);
  });

  test("an invite raises a role and never lowers one; it says no when expired, unknown or for somebody else", async () => {
    const owner = await user();
    const guest = await user();
    const { id: fileId } = await file(owner.id);
    const asViewer = await invite(fileId, owner.id, { role: "viewer" });
    const asEditor = await invite(fileId, owner.id);
    expect(await base.invites.accept(asViewer, guest)).toMatchObject({ role: "viewer", before: null });
    expect(await base.invites.accept(asEditor, guest)).toMatchObject({
      role: "collaborator",
      before: "viewer",
    });
    expect(await base.invites.accept(asViewer, guest)).toMatchObject({ role: "collaborator" });
    expect(await base.invites.accept(asEditor, owner)).toMatchObject({ role: "owner" });
    expect((await base.invites.findByTokenHash(asViewer))?.uses).toBe(1);
    const expired = await invite(fileId, owner.id, { expiresAt: new Date(Date.now() - 1000) });
    expect((await base.invites.accept(expired, await user())).status).toBe("gone");
    const named = await invite(fileId, owner.id, { email: "Somebody@example.com" });
    expect((await base.invites.accept(named, await user())).status).toBe("other-email");
    const somebody = { id: (await user()).id, email: "somebody@EXAMPLE.com" };
    expect((await base.invites.accept(named, somebody)).status).toBe("joined");
    expect((await base.invites.accept(Buffer.from("nothing"), guest)).status).toBe("unknown");
    expect(await base.members.roleOf(fileId, guest.id)).toBe("collaborator");
  });

  test("the database says whether it answers", async () => {
    expect(await base.database.answers()).toBe(true);
  });
});
