import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SessionKind, User } from "@/lib/auth/ports";
import type { Role } from "@/lib/contracts/roles";
import { authSessions, codeFiles, fileHeads, users } from "../schema";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";
import { listQuery } from "./files";

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
  const session = async (userId: number, kind: SessionKind = "bearer", expiresAt = inAMinute()) => {
    const created = await base.sessions.create({
      userId,
      passwordHash: "hash",
      kind,
      client: "curl",
      expiresAt,
    });
    if (created === null) throw new Error("refused");
    return created.id;
  };
  const file = (ownerId: number, name = "a.txt") =>
    base.files.create({ ownerId, name, language: "plaintext", eol: "\r\n", text: "", seed: null });
  const inviteFor = (fileId: number, createdBy: number) => {
    made += 1;
    const tokenHash = Buffer.from(`token-${made}`);
    const role = "collaborator" as const;
    return { fileId, createdBy, tokenHash, role, email: null, expiresAt: inAMinute(), maxUses: null };
  };
  const invite = async (fileId: number, createdBy: number, more: object = {}) => {
    const input = { ...inviteFor(fileId, createdBy), ...more };
    await base.invites.create(input);
    return input.tokenHash;
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

  test("registrations of one email, or of one username, at the same time: one wins", async () => {
    const race = (email: (n: number) => string, username: (n: number) => string) =>
      Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          base.users.create({ email: email(n), username: username(n), passwordHash: "h" }),
        ),
      );
    const byEmail = await race(
      (n) => (n % 2 ? "Race@example.com" : "race@EXAMPLE.com"),
      (n) => `race-${n}`,
    );
    expect(byEmail.filter((result) => !("taken" in result))).toHaveLength(1);
    expect(byEmail.filter((result) => "taken" in result && result.taken === "email")).toHaveLength(7);
    const byName = await race(
      (n) => `racer${n}@example.com`,
      (n) => (n % 2 ? "Racer" : "racer"),
    );
    expect(byName.filter((result) => !("taken" in result))).toHaveLength(1);
    expect(byName.filter((result) => "taken" in result && result.taken === "username")).toHaveLength(7);
  });

  test("a name beyond ASCII is found however it was written", async () => {
    await base.users.create({ email: "Zoë@example.com", username: "zoe-1", passwordHash: "h" });
    expect((await base.users.findForLogin("Zoë@example.com"))?.username).toBe("zoe-1");
    expect((await base.users.findForLogin(" zoë@EXAMPLE.com "))?.username).toBe("zoe-1");
  });

  test("a session is live until it is revoked or expires", async () => {
    const { id: userId } = await user();
    const id = await session(userId);
    expect((await base.sessions.findLive(id))?.user.id).toBe(userId);
    expect(await base.sessions.revoke(id)).toBe(userId);
    expect(await base.sessions.revoke(id)).toBeNull();
    expect(await base.sessions.revoke("no-uuid")).toBeNull();
    expect(await base.sessions.findLive(id)).toBeNull();
    const old = await session(userId, "cookie", new Date(Date.now() - 1));
    expect(await base.sessions.findLive(old)).toBeNull();
    expect(await base.sessions.findLive("no-uuid'; drop table users")).toBeNull();
    const left = await session(userId, "cookie");
    expect(await base.sessions.findLive(left)).toMatchObject({ kind: "cookie", user: { id: userId } });
    expect(await base.sessions.liveAmong(["no-uuid", id, old, left])).toEqual([
      { id: left, username: expect.any(String) },
    ]);
    await base.sessions.touch(["no-uuid", left]);
    const used = async () => (await base.sessions.listLive(userId, 9)).sessions.map((one) => one.lastUsedAt);
    const [before] = await used();
    await base.database.rows(sql`
      update auth_sessions set last_used_at = now() - interval '61 seconds' where id = ${left}`);
    await base.sessions.touch([left]);
    const [after] = await used();
    expect((after?.getTime() ?? 0) - (before?.getTime() ?? 0)).toBeGreaterThanOrEqual(0);
    await base.sessions.touch([left]);
    expect(await used()).toEqual([after]);
    expect(await base.sessions.liveAmong([])).toEqual([]);
    await base.database.db.update(users).set({ isActive: false }).where(eq(users.id, userId));
    expect(await base.sessions.findLive(left)).toBeNull();
    expect(await base.sessions.liveAmong([left])).toEqual([]);
  });

  test("an account's live sessions are listed, newest first, and its own only are ended", async () => {
    const { id: userId } = await user();
    const stranger = await user();
    await session(userId, "cookie", new Date(Date.now() - 1));
    const strangers = await session(stranger.id);
    const ids = [await session(userId), await session(userId, "cookie"), await session(userId)];
    const { createdAt } = authSessions;
    for (const [n, id] of ids.entries())
      await base.database.db
        .update(authSessions)
        .set({ createdAt: sql`${createdAt} + make_interval(secs => ${n})` })
        .where(eq(authSessions.id, id));
    const listed = await base.sessions.listLive(userId, 10);
    expect(listed.sessions.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(listed).toMatchObject({ total: 3, sessions: [{}, { kind: "cookie" }, {}] });
    const [first = "", second = "", third = ""] = ids;
    expect(await base.sessions.listLive(userId, 2)).toMatchObject({
      total: 3,
      sessions: [{ id: third }, { id: second }],
    });
    expect(await base.sessions.revoke(strangers, userId)).toBeNull();
    expect(await base.sessions.revoke(third, userId)).toBe(userId);
    expect(await base.sessions.revokeOthers(userId, first)).toEqual([second]);
    expect((await base.sessions.listLive(userId, 10)).sessions).toMatchObject([{ id: first }]);
    expect(await base.sessions.findLive(strangers)).not.toBeNull();
  });

  test("a change of the account changes what it says, and a new password or a deactivation ends its sessions", async () => {
    const { id, username } = await user();
    const other = await user();
    const [kept, ended] = [await session(id), await session(id, "cookie")];
    expect(await base.users.change(id, {})).toMatchObject({ user: { username }, endedSessions: [] });
    const renamed = await base.users.change(id, { username: `${username}-2`, keepSession: kept });
    expect(renamed).toMatchObject({ user: { id, username: `${username}-2` }, endedSessions: [] });
    // Only the case of it is another: one's own name is not taken by oneself.
    expect(await base.users.change(id, { username: username.toUpperCase() })).toMatchObject({ user: { id } });
    const taken = { username: other.username.toUpperCase(), passwordHash: "new" };
    expect(await base.users.change(id, taken)).toEqual({ taken: "username" });
    expect(await base.users.passwordHashOf(id)).toBe("hash");
    const changed = await base.users.change(id, { passwordHash: "new", keepSession: kept });
    expect(changed).toMatchObject({ endedSessions: [ended] });
    expect(await base.users.passwordHashOf(id)).toBe("new");
    expect(await base.sessions.liveAmong([kept, ended])).toMatchObject([{ id: kept }]);
    const off = await base.users.change(id, { isActive: false });
    expect(off).toMatchObject({ user: { isActive: false }, endedSessions: [kept] });
    await base.users.change(id, { isActive: true });
    expect(await base.sessions.findLive(kept)).toBeNull();
    expect(await base.users.change(2_000_000_000, { isActive: true })).toBeNull();
    expect(await base.users.passwordHashOf(2_000_000_000)).toBeNull();
  });

  test("a sign-in that is on its way while the password changes does not outlive the change", async () => {
    const another = await base.another();
    for (let round = 0; round < 20; round += 1) {
      const { id: userId } = await user("racing");
      const expiresAt = inAMinute();
      const signIn = () =>
        another.sessions.create({ userId, passwordHash: "hash", kind: "bearer", client: null, expiresAt });
      const [, ...made] = await Promise.all([
        base.users.change(userId, { passwordHash: "new" }),
        ...Array.from({ length: 4 }, signIn),
      ]);
      const ids = made.flatMap((created) => (created === null ? [] : [created.id]));
      expect(await base.sessions.liveAmong(ids)).toEqual([]);
      expect(await signIn()).toBeNull();
    }
    await another.close();
  });

  test("a new file with text has it in the log, under its client id; its owner is a member", async () => {
    const { id: ownerId } = await user();
    const update = new Uint8Array([1, 2, 3]);
    const made = await base.files.create({
      ownerId,
      name: "seed.py",
      language: "python",
      eol: "\n",
      text: "x",
      seed: { update, clientId: 2 ** 32 - 1 },
    });
    expect(made).toMatchObject({ name: "seed.py", language: "python", ownerId, metaVersion: 1, version: 1 });
    expect((await base.log.load(made.id))?.rows).toEqual([{ seq: 1, userId: ownerId, update }]);
    expect(await base.log.claimClients(made.id, ownerId, [2 ** 32 - 1])).toEqual(
      new Map([[2 ** 32 - 1, ownerId]]),
    );
    expect(await base.members.list(made.id)).toMatchObject([{ userId: ownerId, role: "owner" }]);
  });

  test("pages of files changed at the same moment skip nothing and repeat nothing", async () => {
    const { id } = await user("twins");
    const ids = new Set<number>();
    for (let n = 0; n < 25; n += 1) ids.add((await file(id)).id);
    const moment = new Date("2026-01-02T03:04:05.678Z");
    const { db } = base.database;
    await db
      .update(codeFiles)
      .set({ updatedAt: moment })
      .where(inArray(codeFiles.id, [...ids]));
    await db
      .update(fileHeads)
      .set({ changedAt: moment })
      .where(inArray(fileHeads.fileId, [...ids]));
    const seen: number[] = [];
    let after: { updatedAt: Date; id: number } | null = null;
    do {
      const page = await base.files.listForUser({ userId: id, limit: 4, after, q: null, roles: ["owner"] });
      seen.push(...page.map((row) => row.id));
      after = page.at(-1) ?? null;
    } while (after !== null);
    expect(seen).toEqual([...ids].sort((a, b) => b - a));
  });

  test("a list can be asked for what no file has", async () => {
    const { id } = await user();
    await file(id);
    const list = (more: object) =>
      base.files.listForUser({ userId: id, limit: 5, after: null, q: null, roles: null, ...more });
    expect(await list({ q: "\0" })).toEqual([]);
    expect(await list({ q: "\\" })).toEqual([]);
    expect(await list({ after: { updatedAt: new Date("0001-01-01T00:00:00Z"), id: 1 } })).toEqual([]);
    expect(
      await list({ after: { updatedAt: new Date("9999-12-31T00:00:00Z"), id: 2 ** 53 - 1 } }),
    ).toHaveLength(1);
  });

  test("a list of a thousand files reads them by their indexes, without their text", async () => {
    const [mine, theirs] = [await user("many"), await user("most")];
    await base.database.rows(sql`
      with made as (
        insert into code_files (owner_id, name, language, content)
        select case when n % 20 = 0 then ${mine.id}::int else ${theirs.id}::int end, 'f' || n, 'plaintext', repeat('x', 3000)
        from generate_series(1, 20000) n returning id, owner_id
      ), heads as (insert into file_heads (file_id) select id from made)
      insert into file_members (file_id, user_id, role) select id, owner_id, 'owner' from made`);
    await base.database.rows(sql`analyze`);
    const query = listQuery(base.database.db, {
      userId: mine.id,
      limit: 51,
      after: { updatedAt: new Date(), id: 1 },
      q: null,
      roles: null,
    });
    const plan = JSON.stringify(await base.database.rows(sql`explain ${query.getSQL()}`));
    expect(plan).toContain("file_members_user");
    expect(plan).not.toContain("Seq Scan on code_files");
    expect(query.toSQL().sql).not.toContain('"content"');
    const list = await base.files.listForUser({
      userId: mine.id,
      limit: 1001,
      after: null,
      q: null,
      roles: null,
    });
    expect(list).toHaveLength(1000);
  });

  test("a deleted file takes everything of it along, whoever wrote it", async () => {
    const [owner, guest] = [await user(), await user()];
    const made = await file(owner.id);
    const kept = await file(owner.id);
    for (const { id } of [made, kept]) {
      await base.invites.accept({ tokenHash: await invite(id, owner.id) }, guest);
      for (const by of [owner, guest]) {
        await base.log.append([
          { fileId: id, userId: by.id, update: new Uint8Array([1]), clientIds: [by.id] },
        ]);
      }
      await base.log.saveSnapshot({ fileId: id, seq: 2, state: new Uint8Array([1]), text: "" });
      await base.database.rows(sql`
        with versions as (
          insert into file_versions (file_id, seq, label, user_id) values (${id}, 1, 'v', ${guest.id})
        ), presence as (
          insert into editing_sessions (file_id, user_id, connection, role) values (${id}, ${guest.id}, 'c', 'viewer')
        )
        insert into findings (file_id, seq, key, text_hash, source, rule, category, severity, message, anchor)
        values (${id}, 1, 'k', 'h', 's', 'r', 'bug', 'error', 'm', '{}')`);
      await base.database.rows(sql`insert into file_analyses (file_id) values (${id})`);
    }
    const left = async () => {
      const tables = ["file_heads", "file_updates", "file_snapshots", "file_clients", "file_members"];
      tables.push("file_versions", "editing_sessions", "findings", "file_analyses", "invites");
      const counts = await Promise.all(
        tables.map(async (table) => {
          const rows = await base.database.rows(
            sql`select 1 from ${sql.identifier(table)} where file_id = ${made.id}`,
          );
          return rows.length;
        }),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    };
    expect(await left()).toBeGreaterThanOrEqual(12);
    await base.files.delete(made.id, owner.id);
    expect(await left()).toBe(0);
    expect((await base.log.load(kept.id))?.headSeq).toBe(2);
    expect(await base.members.list(kept.id)).toHaveLength(2);
    expect(await base.members.roleOf(made.id, guest.id)).toBeNull();
    expect(
      await base.invites.create(inviteFor(made.id, owner.id)).catch((error: unknown) => error),
    ).toMatchObject({ code: "not_found" });
  });

  test("files written, renamed, compacted, joined, claimed and deleted at once: nobody waits in a circle", async () => {
    const owner = await user();
    const rounds = Array.from({ length: 12 }, async () => {
      const [one, two] = [await file(owner.id), await file(owner.id)];
      const guests = await Promise.all([user(), user(), user()]);
      const tokens = await Promise.all([
        invite(one.id, owner.id, { role: "viewer" }),
        invite(one.id, owner.id),
      ]);
      const append = (files: { id: number }[]) =>
        base.log.append(
          files.map(({ id }, n) => ({
            fileId: id,
            userId: owner.id,
            update: new Uint8Array([n]),
            clientIds: [1, 2],
          })),
        );
      const as = (userId: number) => ({ fileId: one.id, userId, by: owner.id });
      const orGone = (work: Promise<unknown>) =>
        work.catch((error: unknown) => expect(error).toMatchObject({ code: "not_found" }));
      const snapshot = () =>
        base.log.saveSnapshot({ fileId: one.id, seq: 1, state: new Uint8Array([1]), text: "t" });
      await Promise.all([
        append([one, two]),
        append([two, one]),
        orGone(base.files.updateMeta(one.id, owner.id, { name: "n" }, { version: 1, metaVersion: 1 })),
        snapshot(),
        snapshot(),
        ...guests.flatMap((guest) => tokens.map((token) => base.invites.accept({ tokenHash: token }, guest))),
        base.log.claimClients(one.id, owner.id, [2, 3, 4]),
        ...guests.map(({ id }) => orGone(base.members.changeRole({ ...as(id), role: "viewer" }))),
        ...guests.map(({ id }) => orGone(base.members.remove(as(id)))),
        orGone(base.files.delete(one.id, owner.id)),
        append([one, two]),
        base.log.claimClients(one.id, owner.id, [4, 3, 2]),
        ...guests.map(({ id }) => orGone(base.members.changeRole({ ...as(id), role: "collaborator" }))),
        orGone(base.files.delete(one.id, owner.id)),
      ]);
      expect(await base.log.load(one.id)).toBeNull();
      expect((await base.log.head(two.id))?.headSeq).toBe(3);
    });
    await Promise.all(rounds);
  });

  test("one person who accepts two invites at once gets the higher role", async () => {
    const owner = await user();
    for (let n = 0; n < 10; n += 1) {
      const { id } = await file(owner.id);
      const guest = await user();
      const asEditor = await invite(id, owner.id);
      const asViewer = await invite(id, owner.id, { role: "viewer" });
      await Promise.all(
        [asEditor, asViewer, asViewer].map((token) => base.invites.accept({ tokenHash: token }, guest)),
      );
      expect(await base.members.roleOf(id, guest.id)).toBe("collaborator");
    }
  });

  test("32 MB go into the log in one batch and come back as they were", async () => {
    const { id: ownerId } = await user();
    const { id: fileId } = await file(ownerId);
    const update = Uint8Array.from({ length: 4 * 1024 * 1024 }, (_, n) => (n * 31) % 256);
    const entry = { fileId, userId: ownerId, update, clientIds: [] };
    const results = await base.log.append(Array.from({ length: 8 }, () => entry));
    expect(results.at(-1)).toEqual({ status: "stored", seq: 8 });
    const rows = (await base.log.load(fileId))?.rows ?? [];
    expect(rows).toHaveLength(8);
    for (const row of rows) expect(Buffer.compare(row.update, update)).toBe(0);
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
    const asked = [owner.id, (await user()).id].map((userId) => ({ fileId: made.id, userId }));
    expect(await base.files.findForMembers(asked)).toEqual([
      { ...(await base.files.findForUser(made.id, owner.id)), ...asked[0] },
    ]);
    expect(await base.files.findForMembers([])).toEqual([]);
    const same = await base.files.updateMeta(made.id, owner.id, { name: "a.txt" });
    expect(same).toMatchObject({ metaVersion: 1 });
    expect(await base.files.updateMeta(made.id, owner.id, { name: "b.txt" })).toMatchObject({
      name: "b.txt",
      metaVersion: 2,
    });
    const stale = { version: 0, metaVersion: 1 };
    expect(await base.files.updateMeta(made.id, owner.id, { name: "c.txt" }, stale)).toBe("stale");
    await base.files.delete(made.id, owner.id);
    await expect(base.files.delete(made.id, owner.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(base.files.updateMeta(made.id, owner.id, { name: "d" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("what somebody was allowed when they asked is judged once more when it happens", async () => {
    const [owner, heir] = [await user(), await user()];
    const { id: fileId } = await file(owner.id);
    await base.invites.accept({ tokenHash: await invite(fileId, owner.id) }, heir);
    const handOver = { fileId, userId: heir.id, by: owner.id, role: "owner" } as const;
    expect(await base.members.changeRole(handOver)).toMatchObject({
      status: "changed",
      before: "collaborator",
    });
    expect((await base.files.findForUser(fileId, heir.id))?.ownerId).toBe(heir.id);
    const forbidden = { code: "forbidden" };
    await expect(base.members.changeRole({ ...handOver, role: "viewer" })).rejects.toMatchObject(forbidden);
    await expect(base.members.remove(handOver)).rejects.toMatchObject(forbidden);
    await expect(base.invites.create(inviteFor(fileId, owner.id))).rejects.toMatchObject(forbidden);
    await expect(base.files.delete(fileId, owner.id)).rejects.toMatchObject(forbidden);
    expect(await base.files.updateMeta(fileId, owner.id, { name: "b" })).toMatchObject({ name: "b" });
    const back = { fileId, userId: owner.id, by: heir.id };
    await base.members.changeRole({ ...back, role: "viewer" });
    await expect(base.files.updateMeta(fileId, owner.id, { name: "c" })).rejects.toMatchObject(forbidden);
    expect(await base.members.remove(back)).toMatchObject({ status: "changed", before: "viewer" });
    expect(await base.members.remove(back)).toEqual({ status: "no-member" });
    const by = (await base.users.findById(heir.id))?.username;
    expect(await base.members.endingOf(back.fileId, back.userId)).toEqual({ how: "removed", by });
    expect(await base.members.endingOf(back.fileId, heir.id)).toBeNull();
    expect(await base.members.remove({ ...back, userId: heir.id })).toEqual({ status: "only-owner" });
    await expect(base.members.remove({ ...back, by: owner.id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a second owner is refused by the database itself", async () => {
    const [owner, guest] = [await user(), await user()];
    const { id: fileId } = await file(owner.id);
    const second = base.database.rows(sql`
      insert into file_members (file_id, user_id, role) values (${fileId}, ${guest.id}, 'owner')`);
    await expect(second).rejects.toMatchObject({ cause: { code: "23505" } });
  });

  test("20 people accept an invite for 3 at once: exactly 3 join", async () => {
    const owner = await user();
    const { id: fileId } = await file(owner.id);
    const tokenHash = await invite(fileId, owner.id, { maxUses: 3 });
    const people = await Promise.all(Array.from({ length: 20 }, () => user()));
    const results = await Promise.all(
      people.map((person) => base.invites.accept({ tokenHash: tokenHash }, person)),
    );
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
    expect(await base.invites.accept({ tokenHash: asViewer }, guest)).toMatchObject({
      role: "viewer",
      before: null,
    });
    expect(await base.invites.accept({ tokenHash: asEditor }, guest)).toMatchObject({
      role: "collaborator",
      before: "viewer",
    });
    expect(await base.invites.accept({ tokenHash: asViewer }, guest)).toMatchObject({ role: "collaborator" });
    expect(await base.invites.accept({ tokenHash: asEditor }, owner)).toMatchObject({ role: "owner" });
    expect((await base.invites.findByTokenHash(asViewer))?.uses).toBe(1);
    const expired = await invite(fileId, owner.id, { expiresAt: new Date(Date.now() - 1000) });
    expect((await base.invites.accept({ tokenHash: expired }, await user())).status).toBe("gone");
    const named = await invite(fileId, owner.id, { email: "Somebody@example.com" });
    expect((await base.invites.accept({ tokenHash: named }, await user())).status).toBe("other-email");
    const somebody = { id: (await user()).id, email: "somebody@EXAMPLE.com" };
    expect((await base.invites.accept({ tokenHash: named }, somebody)).status).toBe("joined");
    expect((await base.invites.accept({ tokenHash: Buffer.from("nothing") }, guest)).status).toBe("unknown");
    expect(await base.members.roleOf(fileId, guest.id)).toBe("collaborator");
  });

  test("the database says whether it answers", async () => {
    expect(await base.database.answers()).toBe(true);
  });
});
