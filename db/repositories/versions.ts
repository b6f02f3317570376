import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { fileNotFound } from "@/lib/errors";
import type { Group, LoggedRow, Version, VersionRepository } from "@/lib/history/ports";
import type { Database, Drizzle } from "../database";
import { codeFiles, fileCheckpoints, fileSnapshots, fileUpdates, fileVersions, users } from "../schema";
import { lockHead } from "./locks";
import { requireRight } from "./members";

/** Updates that a replay holds at once. */
const UPDATES_AT_ONCE = 1_000;
const UPDATE_BYTES_AT_ONCE = 4 * 1024 * 1024;

export function createVersionRepository(database: Database): VersionRepository {
  return {
    ungrouped: (fileId, limit) => ungrouped(database.db, fileId, limit),
    keepGroups: (fileId, groups) => database.db.transaction((tx) => keepGroups(tx, fileId, groups)),
    list: (input) => list(database.db, input),
    async find(fileId, id) {
      const found = await rowsOf(database.db, and(eq(fileVersions.fileId, fileId), eq(fileVersions.id, id)));
      return (await withAuthors(database.db, found))[0] ?? null;
    },
    name: (input) => name(database.db, input),
    async keepChanges(versionId, changes) {
      await database.db.update(fileVersions).set(changes).where(eq(fileVersions.id, versionId));
    },
    stateUpTo: (fileId, seq) => stateUpTo(database.db, fileId, seq),
    updates: (fileId, after, upTo) => updates(database.db, fileId, after, upTo),
    keepState: (fileId, seq, state) =>
      database.db.transaction(async (tx) => {
        if (await isThere(tx, fileId))
          await tx.insert(fileCheckpoints).values({ fileId, seq, state }).onConflictDoNothing();
      }),
  };
}

/** A deletion takes the file's lock first as well: without it the two could wait for each other. */
async function isThere(tx: Drizzle, fileId: number): Promise<boolean> {
  const file = tx.select({ id: codeFiles.id }).from(codeFiles).where(eq(codeFiles.id, fileId));
  return (await file.for("key share")).length > 0;
}

const isGroup = (fileId: number) => and(eq(fileVersions.fileId, fileId), isNull(fileVersions.label));

async function ungrouped(db: Drizzle, fileId: number, limit: number) {
  const [last] = await db
    .select({ seq: fileVersions.seq })
    .from(fileVersions)
    .where(and(isGroup(fileId), eq(fileVersions.closed, true)))
    .orderBy(desc(fileVersions.seq))
    .limit(1);
  const after = last?.seq ?? 0;
  const rows: LoggedRow[] = await db
    .select({ seq: fileUpdates.seq, userId: fileUpdates.userId, at: fileUpdates.createdAt })
    .from(fileUpdates)
    .where(and(eq(fileUpdates.fileId, fileId), gt(fileUpdates.seq, after)))
    .orderBy(asc(fileUpdates.seq))
    .limit(limit);
  // Read last: whatever is named from now on stands behind all of these rows.
  const named = await db
    .selectDistinct({ seq: fileVersions.seq })
    .from(fileVersions)
    .where(and(eq(fileVersions.fileId, fileId), isNotNull(fileVersions.label), gt(fileVersions.seq, after)));
  const ends = named.map(({ seq }) => seq);
  if (after === 0 && (await beganWithText(db, fileId))) ends.push(1);
  return { after, rows, ends };
}

/** Whether the first row is the text that the file was made with: of the same transaction, hence of the same time. */
async function beganWithText(db: Drizzle, fileId: number): Promise<boolean> {
  const found = await db
    .select({ seq: fileUpdates.seq })
    .from(fileUpdates)
    .innerJoin(
      codeFiles,
      and(eq(codeFiles.id, fileUpdates.fileId), eq(codeFiles.createdAt, fileUpdates.createdAt)),
    )
    .where(and(eq(fileUpdates.fileId, fileId), eq(fileUpdates.seq, 1)));
  return found.length > 0;
}

async function keepGroups(tx: Drizzle, fileId: number, groups: readonly Group[]): Promise<void> {
  if (!(await isThere(tx, fileId))) return;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  const sameStart = sql`${fileVersions.fromSeq} = ${excluded("from_seq")}`;
  await tx
    .insert(fileVersions)
    .values(
      groups.map(({ at, fromSeq, seq, authors, userId, closed }) => ({
        ...{ fileId, fromSeq, seq, authors, userId, closed },
        createdAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: [fileVersions.fileId, fileVersions.seq],
      targetWhere: isNull(fileVersions.label),
      // It began elsewhere when somebody ended the group before while it was looked at.
      set: {
        closed: sql`${fileVersions.closed} or ${excluded("closed")}`,
        fromSeq: excluded("from_seq"),
        authors: excluded("authors"),
        added: sql`case when ${sameStart} then ${fileVersions.added} end`,
        removed: sql`case when ${sameStart} then ${fileVersions.removed} end`,
      },
    });
}

const rowsOf = (db: Drizzle, condition: SQL | undefined) =>
  db.select().from(fileVersions).where(condition).$dynamic();

const isNamed = sql`${fileVersions.label} is not null`;

async function list(
  db: Drizzle,
  { fileId, limit, after }: Parameters<VersionRepository["list"]>[0],
): Promise<Version[]> {
  const newest = sql`(select max(seq) from file_versions where file_id = ${fileId} and label is null)`;
  const listed = or(isNamed, eq(fileVersions.closed, true), sql`${fileVersions.seq} = ${newest}`);
  const older =
    after === null
      ? undefined
      : sql`(${fileVersions.seq}, ${isNamed}, ${fileVersions.id}) < (${after.seq}::bigint, ${after.named}::boolean, ${after.id}::bigint)`;
  const found = await rowsOf(db, and(eq(fileVersions.fileId, fileId), listed, older))
    .orderBy(desc(fileVersions.seq), sql`${isNamed} desc`, desc(fileVersions.id))
    .limit(limit);
  return withAuthors(db, found);
}

async function withAuthors(db: Drizzle, found: (typeof fileVersions.$inferSelect)[]): Promise<Version[]> {
  const ids = [...new Set(found.flatMap(({ authors }) => authors))];
  const accounts =
    ids.length === 0
      ? []
      : await db.select({ id: users.id, username: users.username }).from(users).where(inArray(users.id, ids));
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return found.map(({ authors, added, removed, userId: _, closed: __, ...version }) => ({
    ...version,
    authors: authors.flatMap((id) => byId.get(id) ?? []),
    changes: added === null || removed === null ? null : { added, removed },
  }));
}

function name(
  db: Drizzle,
  { fileId, by, label }: Parameters<VersionRepository["name"]>[0],
): Promise<Version> {
  return db.transaction(async (tx) => {
    const head = await lockHead(tx, fileId);
    if (head === undefined) throw fileNotFound();
    await requireRight(tx, fileId, by, "history:name");
    const made = await tx
      .insert(fileVersions)
      .values({
        ...{ fileId, seq: head.headSeq, fromSeq: head.headSeq, label, userId: by, authors: [by] },
        ...{ added: 0, removed: 0 },
        // Not now(), which is when the transaction began to wait for its lock.
        createdAt: sql`clock_timestamp()`,
      })
      .returning();
    const [version] = await withAuthors(tx, made);
    if (version === undefined) throw new Error("an insert returned no row");
    return version;
  });
}

async function stateUpTo(db: Drizzle, fileId: number, seq: number) {
  const newestOf = async (table: typeof fileSnapshots | typeof fileCheckpoints) => {
    const [row] = await db
      .select({ seq: table.seq, state: table.state })
      .from(table)
      .where(and(eq(table.fileId, fileId), lte(table.seq, seq)))
      .orderBy(desc(table.seq))
      .limit(1);
    return row ?? null;
  };
  const [snapshot, checkpoint] = [await newestOf(fileSnapshots), await newestOf(fileCheckpoints)];
  return (checkpoint?.seq ?? -1) > (snapshot?.seq ?? -1) ? checkpoint : snapshot;
}

/** As many as fit into the bytes, and one at least. The bytes before each are told by lengths alone. */
async function updates(db: Drizzle, fileId: number, after: number, upTo: number) {
  const size = sql`octet_length(${fileUpdates.update})`;
  const next = db
    .select({
      seq: fileUpdates.seq,
      update: fileUpdates.update,
      before: sql<number>`sum(${size}) over (order by ${fileUpdates.seq}) - ${size}`.as("before"),
    })
    .from(fileUpdates)
    .where(and(eq(fileUpdates.fileId, fileId), gt(fileUpdates.seq, after), lte(fileUpdates.seq, upTo)))
    .orderBy(asc(fileUpdates.seq))
    .limit(UPDATES_AT_ONCE)
    .as("next");
  return db
    .select({ seq: next.seq, update: next.update })
    .from(next)
    .where(lte(next.before, UPDATE_BYTES_AT_ONCE))
    .orderBy(asc(next.seq));
}
