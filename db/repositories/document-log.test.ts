import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AppendEntry } from "@/lib/collab/document-log";
import {
  bytes,
  describeDocumentLog,
  type LogUnderTest,
  numbers,
  statuses,
} from "@/lib/collab/document-log.contract";
import { codeFiles, fileMembers } from "../schema";
import { DATABASE_KINDS, type DatabaseKind, openTestDatabase, type TestDatabase } from "../testing";

interface DatabaseLog extends LogUnderTest {
  base: TestDatabase;
}

let made = 0;

async function openLog(kind: DatabaseKind): Promise<DatabaseLog> {
  const base = await openTestDatabase(kind);
  const second = await base.another();
  const { db } = base.database;
  return {
    base,
    log: base.log,
    other: second.log,
    async createUser() {
      made += 1;
      const name = `person${made}`;
      const created = await base.users.create({
        email: `${name}@example.com`,
        username: name,
        passwordHash: "x",
      });
      if ("taken" in created) throw new Error("taken");
      return created.id;
    },
    async createFile(ownerId) {
      const file = {
        ownerId,
        name: "a.txt",
        language: "plaintext",
        eol: "\n",
        text: "",
        seed: null,
      } as const;
      return (await base.files.create(file)).id;
    },
    async deleteFile(fileId) {
      await db.delete(codeFiles).where(eq(codeFiles.id, fileId));
    },
    async setRole(fileId, userId, role) {
      const member = and(eq(fileMembers.fileId, fileId), eq(fileMembers.userId, userId));
      await db.delete(fileMembers).where(member);
      if (role !== null) await db.insert(fileMembers).values({ fileId, userId, role });
    },
    async touchMeta(fileId) {
      await db
        .update(codeFiles)
        .set({ metaVersion: sql`${codeFiles.metaVersion} + 1` })
        .where(eq(codeFiles.id, fileId));
    },
    async close() {
      await second.close();
      await base.close();
    },
  };
}

for (const kind of DATABASE_KINDS) describeDocumentLog(kind, () => openLog(kind));

/** Waiting for a lock needs a second connection, which the embedded database does not have. */
describe("document log: two connections to PostgreSQL", () => {
  let base: DatabaseLog;
  let owner: number;
  let friend: number;
  let fileId: number;

  const entry = (userId: number, update: Uint8Array, more: Partial<AppendEntry> = {}): AppendEntry => ({
    fileId,
    userId,
    update,
    clientIds: [],
    ...more,
  });
  const newFile = async () => {
    const id = await base.createFile(owner);
    await base.setRole(id, friend, "collaborator");
    return id;
  };

  beforeAll(async () => {
    base = await openLog("postgres");
    owner = await base.createUser();
    friend = await base.createUser();
  });
  afterAll(() => base.close());
  beforeEach(async () => {
    fileId = await newFile();
  });

  /** Holds the file's head, lets `act` start something that waits for it, then commits `statement`. */
  async function whileHeld<T>(act: () => Promise<T>, statement: string): Promise<T> {
    const release = await holdHead(base.base, fileId);
    const waiting = act();
    await untilSomebodyWaits(base.base);
    await release(statement);
    return waiting;
  }

  test("I3: a role removed while an append waits for its lock is seen", async () => {
    const results = await whileHeld(
      () => base.log.append([entry(friend, bytes(1), { clientIds: [70] }), entry(owner, bytes(2))]),
      `delete from file_members where file_id = ${fileId} and user_id = ${friend}`,
    );
    expect(results).toEqual([{ status: "not-member" }, { status: "stored", seq: 1 }]);
  });

  test("I3: a role lowered while an append waits for its lock is seen, and nothing is claimed", async () => {
    const results = await whileHeld(
      () => base.log.append([entry(friend, bytes(1), { clientIds: [70] })]),
      `update file_members set role = 'viewer' where file_id = ${fileId} and user_id = ${friend}`,
    );
    expect(statuses(results)).toEqual(["not-editor"]);
    expect(await base.log.claimClients(fileId, owner, [70])).toEqual(new Map([[70, owner]]));
  });

  test("I3: a client id claimed while an append waits for its lock is seen", async () => {
    const results = await whileHeld(
      () => base.log.append([entry(friend, bytes(1), { clientIds: [71] })]),
      `insert into file_clients (file_id, client_id, user_id) values (${fileId}, 71, ${owner})`,
    );
    expect(statuses(results)).toEqual(["foreign-client"]);
  });

  test("I3: a name changed while an expecting append waits for its lock is seen", async () => {
    const results = await whileHeld(
      () => base.log.append([entry(owner, bytes(1), { expect: { version: 0, metaVersion: 1 } })]),
      `update code_files set meta_version = 2 where id = ${fileId}`,
    );
    expect(statuses(results)).toEqual(["stale"]);
  });

  test("I3: a file deleted while an append waits for its lock is seen, and the other file's entry is stored", async () => {
    const other = await newFile();
    const results = await whileHeld(
      () =>
        base.log.append([
          entry(friend, bytes(1), { clientIds: [72] }),
          entry(owner, bytes(2), { fileId: other }),
        ]),
      `delete from code_files where id = ${fileId}`,
    );
    expect(results).toEqual([{ status: "no-file" }, { status: "stored", seq: 1 }]);
  });

  test("I3: a file that somebody holds for too long is busy, and does not hold up the others", async () => {
    const other = await newFile();
    const gone = await newFile();
    await base.deleteFile(gone);
    const release = await holdHead(base.base, fileId);
    const results = await base.log.append([
      entry(owner, bytes(1), { fileId: other }),
      entry(owner, bytes(2), { clientIds: [73] }),
      entry(owner, bytes(3), { fileId: gone }),
      entry(owner, bytes(4)),
      entry(owner, bytes(5), { fileId: other }),
    ]);
    expect(statuses(results)).toEqual(["stored", "busy", "no-file", "busy", "stored"]);
    expect(numbers(results)).toEqual([1, null, null, null, 2]);
    await expect(base.log.append([entry(owner, bytes(6))])).rejects.toThrow();
    await release();
    expect((await base.log.head(fileId))?.headSeq).toBe(0);
    expect(await base.log.claimClients(fileId, friend, [73])).toEqual(new Map([[73, friend]]));
    expect(statuses(await base.log.append([entry(owner, bytes(6))]))).toEqual(["stored"]);
  });

  test("I8: claims of a file that is deleted meanwhile are answered with null", async () => {
    const { db } = base.base.database;
    let claimed: Promise<Map<number, number> | null> | undefined;
    await db.transaction(async (tx) => {
      await tx.execute(sql`delete from code_files where id = ${fileId}`);
      claimed = base.log.claimClients(fileId, friend, [1, 2]);
      await untilSomebodyWaits(base.base);
    });
    expect(await claimed).toBeNull();
  });

  test("I5: a snapshot of a file that is deleted meanwhile is kept nowhere and fails nobody", async () => {
    await base.log.append([entry(owner, bytes(1))]);
    const { db } = base.base.database;
    let saved: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await tx.execute(sql`delete from code_files where id = ${fileId}`);
      saved = base.log.saveSnapshot({ fileId, seq: 1, state: bytes(1), text: "" });
      await untilSomebodyWaits(base.base);
    });
    await saved;
    expect(await base.base.database.rows(sql`select from file_snapshots where file_id = ${fileId}`)).toEqual(
      [],
    );
  });
});

/** Locks the file's head; answers how to run a statement, commit and let go. */
async function holdHead(base: TestDatabase, fileId: number): Promise<(statement?: string) => Promise<void>> {
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
  return async (statement) => {
    letGo(statement);
    await done;
  };
}

/** Until some backend of this database waits for a lock. */
async function untilSomebodyWaits(base: TestDatabase): Promise<void> {
  for (;;) {
    const rows = await base.database.rows(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
