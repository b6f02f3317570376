import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AppendEntry, AppendResult } from "@/lib/collab/document-log";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

/** The contract of the document log, the same on both databases; I3 is restated in lib/collab/SPEC.md. */

/** Waiting for a lock needs a second connection, which the embedded database does not have. */
const onPostgres = (kind: string) => (kind === "postgres" ? test : () => undefined);

const bytes = (...values: number[]) => Uint8Array.from(values);
const statuses = (results: AppendResult[]) => results.map((result) => result.status);
const numbers = (results: AppendResult[]) =>
  results.map((result) => (result.status === "stored" ? result.seq : null));
let made = 0;

describe.each(DATABASE_KINDS)("document log on %s", (kind) => {
  let base: TestDatabase;
  let owner: number;
  let friend: number;
  let viewer: number;
  let stranger: number;
  let fileId: number;

  const user = async (name: string) => {
    made += 1;
    const created = await base.users.create({
      email: `${name}${made}@example.com`,
      username: `${name}${made}`,
      passwordHash: "x",
    });
    if ("taken" in created) throw new Error("taken");
    return created.id;
  };
  const newFile = async () =>
    (
      await base.files.create({
        ownerId: owner,
        name: "a.txt",
        language: "plaintext",
        eol: "\n",
        text: "",
        seed: null,
      })
    ).id;
  const join = async (file: number, userId: number, role: "collaborator" | "viewer") => {
    made += 1;
    const tokenHash = Buffer.from(`hash-${made}`);
    const expiresAt = new Date(Date.now() + 60_000);
    await base.invites.create({
      fileId: file,
      createdBy: owner,
      tokenHash,
      role,
      email: null,
      expiresAt,
      maxUses: null,
    });
    await base.invites.accept(tokenHash, { id: userId, email: "" });
  };
  const entry = (userId: number, update: Uint8Array, more: Partial<AppendEntry> = {}): AppendEntry => ({
    fileId,
    userId,
    update,
    clientIds: [],
    ...more,
  });

  beforeAll(async () => {
    base = await openTestDatabase(kind);
    owner = await user("owner");
    friend = await user("friend");
    viewer = await user("viewer");
    stranger = await user("stranger");
  });
  afterAll(() => base.close());
  beforeEach(async () => {
    fileId = await newFile();
    await join(fileId, friend, "collaborator");
    await join(fileId, viewer, "viewer");
  });

  test("I3: an empty batch stores nothing", async () => {
    expect(await base.log.append([])).toEqual([]);
    expect((await base.log.head(fileId))?.headSeq).toBe(0);
  });

  test("I3: two authors of one file in one batch are numbered in order, bytes as given", async () => {
    const results = await base.log.append([
      entry(owner, bytes(1, 0, 255), { clientIds: [11] }),
      entry(friend, bytes(), { clientIds: [22] }),
      entry(owner, bytes(3), { clientIds: [11] }),
    ]);
    expect(numbers(results)).toEqual([1, 2, 3]);
    const loaded = await base.log.load(fileId);
    expect(loaded?.headSeq).toBe(3);
    expect(loaded?.rows.map((row) => [row.seq, row.userId, [...row.update]])).toEqual([
      [1, owner, [1, 0, 255]],
      [2, friend, []],
      [3, owner, [3]],
    ]);
  });

  test("I3: entries that may not be stored are left out and answered, and the numbers stay dense", async () => {
    const gone = await newFile();
    await base.files.delete(gone);
    await base.log.append([entry(owner, bytes(9), { clientIds: [7] })]);
    const results = await base.log.append([
      entry(owner, bytes(1)),
      entry(viewer, bytes(2), { clientIds: [33] }),
      entry(stranger, bytes(3), { clientIds: [44] }),
      entry(owner, bytes(4), { fileId: gone }),
      entry(friend, bytes(5), { clientIds: [7] }),
      entry(friend, bytes(6), { clientIds: [8] }),
    ]);
    expect(statuses(results)).toEqual([
      "stored",
      "not-editor",
      "not-member",
      "no-file",
      "foreign-client",
      "stored",
    ]);
    expect(numbers(results)).toEqual([2, null, null, null, null, 3]);
    expect((await base.log.head(fileId))?.headSeq).toBe(3);
    expect((await base.log.load(fileId))?.rows.map((row) => row.seq)).toEqual([1, 2, 3]);
  });

  test("I8: neither a viewer nor a stranger claims a client id by an update that is refused", async () => {
    await base.log.append([
      entry(viewer, bytes(1), { clientIds: [50] }),
      entry(stranger, bytes(1), { clientIds: [51] }),
    ]);
    const results = await base.log.append([entry(friend, bytes(2), { clientIds: [50, 51] })]);
    expect(statuses(results)).toEqual(["stored"]);
  });

  test("I8: of two accounts that show one client id first, the earlier keeps it", async () => {
    const results = await base.log.append([
      entry(owner, bytes(1), { clientIds: [60] }),
      entry(friend, bytes(2), { clientIds: [60] }),
    ]);
    expect(statuses(results)).toEqual(["stored", "foreign-client"]);
    expect(await base.log.claimClients(fileId, friend, [60, 61])).toEqual(
      new Map([
        [60, owner],
        [61, friend],
      ]),
    );
    expect(await base.log.claimClients(fileId, stranger, [62])).toBeNull();
    expect(await base.log.claimClients(fileId, viewer, [63])).toEqual(new Map([[63, viewer]]));
  });

  test("I3: `expect` refuses when the text or the name moved, and stores when neither did", async () => {
    const at = async (version: number, metaVersion: number) =>
      statuses(await base.log.append([entry(owner, bytes(1), { expect: { version, metaVersion } })]))[0];
    expect(await at(1, 1)).toBe("stale");
    expect(await at(0, 1)).toBe("stored");
    expect(await at(0, 1)).toBe("stale");
    await base.files.updateMeta(fileId, { name: "b.txt" });
    expect(await at(1, 1)).toBe("stale");
    expect(await at(1, 2)).toBe("stored");
  });

  test("I3: opposite file orders at the same time end, with both files dense", async () => {
    const other = await newFile();
    const second = await base.another();
    const rounds = 40;
    const run = async (log: TestDatabase["log"], files: number[]) => {
      for (let n = 0; n < rounds; n += 1) {
        const results = await log.append(files.map((file) => entry(owner, bytes(n), { fileId: file })));
        expect(statuses(results)).toEqual(["stored", "stored"]);
      }
    };
    await Promise.all([run(base.log, [fileId, other]), run(second.log, [other, fileId])]);
    for (const file of [fileId, other]) {
      const loaded = await base.log.load(file);
      expect(loaded?.rows.map((row) => row.seq)).toEqual(Array.from({ length: rounds * 2 }, (_, n) => n + 1));
    }
    await second.close();
  });

  test("I3: many appends at once leave no gap, no double and lose nothing", async () => {
    const second = await base.another();
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        (n % 2 === 0 ? base : second).log.append([
          entry(owner, bytes(n, 1), { clientIds: [100] }),
          entry(friend, bytes(n, 2), { clientIds: [200] }),
        ]),
      ),
    );
    const given = all.flatMap(numbers).sort((a, b) => Number(a) - Number(b));
    expect(given).toEqual(Array.from({ length: 120 }, (_, n) => n + 1));
    const stored = (await base.log.load(fileId))?.rows.map((row) => [...row.update].join());
    expect(new Set(stored).size).toBe(120);
    await second.close();
  });

  onPostgres(kind)("I3: a role removed while an append waits for its lock is seen", async () => {
    const { rows } = await holdLock(base, fileId, async () => {
      const waiting = base.log.append([entry(friend, bytes(1), { clientIds: [70] })]);
      await waitForLock(base);
      return {
        waiting,
        statement: `delete from file_members where file_id = ${fileId} and user_id = ${friend}`,
      };
    });
    expect(statuses(rows)).toEqual(["not-member"]);
  });

  onPostgres(kind)("I3: a client id claimed while an append waits for its lock is seen", async () => {
    const { rows } = await holdLock(base, fileId, async () => {
      const waiting = base.log.append([entry(friend, bytes(1), { clientIds: [71] })]);
      await waitForLock(base);
      return {
        waiting,
        statement: `insert into file_clients (file_id, client_id, user_id) values (${fileId}, 71, ${owner})`,
      };
    });
    expect(statuses(rows)).toEqual(["foreign-client"]);
  });

  onPostgres(kind)("I3: a file that somebody holds for too long does not hold up the others", async () => {
    const other = await newFile();
    const { release } = await takeLock(base, fileId);
    const outcome = await base.log.append([entry(owner, bytes(1), { fileId: other })]);
    expect(statuses(outcome)).toEqual(["stored"]);
    const both = base.log.append([entry(owner, bytes(2), { fileId: other }), entry(owner, bytes(3))]);
    await expect(both).rejects.toThrow();
    await release();
    expect((await base.log.head(other))?.headSeq).toBe(2);
    expect((await base.log.head(fileId))?.headSeq).toBe(0);
  });

  test("I5: the newest snapshot and the rows after it; an older one never replaces it; no row is dropped", async () => {
    for (let n = 1; n <= 6; n += 1) await base.log.append([entry(owner, bytes(n))]);
    await base.log.saveSnapshot({ fileId, seq: 4, state: bytes(44), text: "four" });
    await base.log.saveSnapshot({ fileId, seq: 2, state: bytes(22), text: "two" });
    const loaded = await base.log.load(fileId);
    expect(loaded?.snapshot?.seq).toBe(4);
    expect([...(loaded?.snapshot?.state ?? [])]).toEqual([44]);
    expect(loaded?.rows.map((row) => row.seq)).toEqual([5, 6]);
    const earlier = await base.log.load(fileId, 3);
    expect(earlier?.snapshot?.seq).toBe(2);
    expect(earlier?.rows.map((row) => row.seq)).toEqual([3]);
    expect((await base.log.load(fileId, 1))?.rows.map((row) => row.seq)).toEqual([1]);
    for (let n = 7; n <= 20; n += 1) {
      await base.log.append([entry(owner, bytes(n))]);
      await base.log.saveSnapshot({ fileId, seq: n, state: bytes(n), text: String(n) });
    }
    expect((await base.log.load(fileId, 5))?.rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a file that is not there has no log", async () => {
    expect(await base.log.load(2_000_000_000)).toBeNull();
    expect(await base.log.head(2_000_000_000)).toBeNull();
    await base.log.saveSnapshot({ fileId: 2_000_000_000, seq: 1, state: bytes(1), text: "" });
  });
});

async function takeLock(
  base: TestDatabase,
  fileId: number,
): Promise<{ release(statement?: string): Promise<void> }> {
  let letGo: (statement?: string) => void = () => undefined;
  let held: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => {
    held = resolve;
  });
  const wait = new Promise<string | undefined>((resolve) => {
    letGo = resolve;
  });
  const done = base.database.db.transaction(async (tx) => {
    await tx.execute(sql`select 1 from file_heads where file_id = ${fileId} for update`);
    held();
    const statement = await wait;
    if (statement !== undefined) await tx.execute(sql.raw(statement));
  });
  await holding;
  return {
    release: async (statement) => {
      letGo(statement);
      await done;
    },
  };
}

/** Holds the file's head, lets `act` start an append that waits for it, then commits the statement it answers. */
async function holdLock(
  base: TestDatabase,
  fileId: number,
  act: () => Promise<{ waiting: Promise<AppendResult[]>; statement: string }>,
): Promise<{ rows: AppendResult[] }> {
  const { release } = await takeLock(base, fileId);
  const { waiting, statement } = await act();
  await release(statement);
  return { rows: await waiting };
}

/** Until some backend of this database waits for a lock. */
async function waitForLock(base: TestDatabase): Promise<void> {
  for (;;) {
    const rows = await base.database.rows(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
