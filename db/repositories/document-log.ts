import { and, asc, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type {
  AppendEntry,
  AppendResult,
  DocumentLog,
  LoadedLog,
  LogHead,
  LogRow,
} from "@/lib/collab/document-log";
import type { Database, Drizzle } from "../database";
import { databaseCode } from "../errors";
import { codeFiles, fileHeads, fileMembers, fileSnapshots, fileUpdates } from "../schema";

/** Older snapshots kept per file, so that a `base` or a point of history is reached without a replay from the start. */
const SNAPSHOTS_KEPT = 8;
const LOCK_NOT_AVAILABLE = "55P03";
const BUSY: AppendResult = { status: "busy" };

const appendedSchema = z.array(
  z.object({
    entry: z.coerce.number().int(),
    status: z.enum(["stored", "no-file", "not-member", "not-editor", "foreign-client", "stale"]),
    seq: z.coerce.number().int().nullable(),
  }),
);

const heldSchema = z.array(z.object({ file_id: z.number().int() }));

/** The document log on either database; the contract is in lib/collab/document-log.ts, the SQL of `append` in drizzle/. */
export function createDocumentLog(database: Database): DocumentLog {
  return {
    append: (entries) => append(database, entries),
    load: (fileId, upTo) => load(database.db, fileId, upTo),
    rowsAfter: (fileId, seq) => rowsAfter(database.db, fileId, seq),
    head: async (fileId) => (await heads(database.db, [fileId])).get(fileId) ?? null,
    heads: (fileIds) => heads(database.db, fileIds),
    saveSnapshot: (snapshot) => saveSnapshot(database.db, snapshot),
    claimClients: (fileId, userId, clientIds) => claimClients(database, fileId, userId, clientIds),
  };
}

async function append(database: Database, entries: readonly AppendEntry[]): Promise<AppendResult[]> {
  if (entries.length === 0) return [];
  try {
    return await appendAtOnce(database, entries);
  } catch (error) {
    if (databaseCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    // Somebody holds one of the files for too long: the others need not wait for it.
    const held = await heldFiles(database, new Set(entries.map(({ fileId }) => fileId)));
    const free = entries.filter(({ fileId }) => !held.has(fileId));
    if (held.size === 0 || free.length === 0) throw error;
    const results = (await appendAtOnce(database, free)).values();
    return entries.map(({ fileId }) => (held.has(fileId) ? BUSY : (results.next().value ?? BUSY)));
  }
}

async function heldFiles(database: Database, fileIds: ReadonlySet<number>): Promise<Set<number>> {
  const wanted = sql`file_id = any (${literal([...fileIds])}::text::integer[])`;
  const rows = await database.rows(sql`
    with free as (select file_id from file_heads where ${wanted} for update skip locked)
    select file_id from file_heads where ${wanted} and file_id not in (select file_id from free)`);
  return new Set(heldSchema.parse(rows).map((row) => row.file_id));
}

/** Numbers as a PostgreSQL array literal: both drivers bind text alike, but not arrays. */
const literal = (values: readonly (number | null)[]) =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;

async function appendAtOnce(database: Database, entries: readonly AppendEntry[]): Promise<AppendResult[]> {
  const claims = entries.flatMap((entry, i) => entry.clientIds.map((clientId) => ({ i: i + 1, clientId })));
  const rows = await database.rows(sql`
    select entry, status, seq from append_updates(
      ${literal(entries.map((entry) => entry.fileId))}::text::integer[],
      ${literal(entries.map((entry) => entry.userId))}::text::integer[],
      ${literal(entries.map((entry) => entry.update.byteLength))}::text::integer[],
      ${Buffer.concat(entries.map((entry) => entry.update))}::bytea,
      ${literal(entries.map((entry) => entry.expect?.version ?? null))}::text::bigint[],
      ${literal(entries.map((entry) => entry.expect?.metaVersion ?? null))}::text::integer[],
      ${literal(claims.map((claim) => claim.i))}::text::integer[],
      ${literal(claims.map((claim) => claim.clientId))}::text::bigint[]
    )`);
  const results = appendedSchema.parse(rows);
  if (results.length !== entries.length) throw new Error("append_updates did not answer every entry");
  return results.map(({ status, seq }) => {
    if (status !== "stored") return { status };
    if (seq === null) throw new Error("append_updates stored an entry without a number");
    return { status, seq };
  });
}

/** One statement, hence one snapshot of the database: no row is missed between the two tables. */
async function rowsAfter(db: Drizzle, fileId: number, seq: number): Promise<LogRow[] | null> {
  const found = await db
    .select({ seq: fileUpdates.seq, userId: fileUpdates.userId, update: fileUpdates.update })
    .from(fileHeads)
    .leftJoin(fileUpdates, and(eq(fileUpdates.fileId, fileHeads.fileId), gt(fileUpdates.seq, seq)))
    .where(eq(fileHeads.fileId, fileId))
    .orderBy(asc(fileUpdates.seq));
  if (found.length === 0) return null;
  return found.flatMap((row) =>
    row.seq === null || row.userId === null || row.update === null
      ? []
      : [{ seq: row.seq, userId: row.userId, update: row.update }],
  );
}

async function heads(db: Drizzle, fileIds: readonly number[]): Promise<Map<number, LogHead>> {
  const rows = await db
    .select()
    .from(fileHeads)
    .where(inArray(fileHeads.fileId, [...fileIds]));
  return new Map(rows.map(({ fileId, headSeq, epoch }) => [fileId, { headSeq, epoch }]));
}

async function load(db: Drizzle, fileId: number, upTo?: number): Promise<LoadedLog | null> {
  // One snapshot of the database for all three reads: rows and head must belong together.
  return db.transaction(
    async (tx) => {
      const [head] = await tx.select().from(fileHeads).where(eq(fileHeads.fileId, fileId));
      if (head === undefined) return null;
      const end = Math.min(upTo ?? head.headSeq, head.headSeq);
      const [snapshot] = await tx
        .select({ seq: fileSnapshots.seq, state: fileSnapshots.state })
        .from(fileSnapshots)
        .where(and(eq(fileSnapshots.fileId, fileId), lte(fileSnapshots.seq, end)))
        .orderBy(desc(fileSnapshots.seq))
        .limit(1);
      const rows: LogRow[] = await tx
        .select({ seq: fileUpdates.seq, userId: fileUpdates.userId, update: fileUpdates.update })
        .from(fileUpdates)
        .where(
          and(
            eq(fileUpdates.fileId, fileId),
            gt(fileUpdates.seq, snapshot?.seq ?? 0),
            lte(fileUpdates.seq, end),
          ),
        )
        .orderBy(asc(fileUpdates.seq));
      return { epoch: head.epoch, headSeq: head.headSeq, snapshot: snapshot ?? null, rows };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function saveSnapshot(
  db: Drizzle,
  { fileId, seq, state, text }: { fileId: number; seq: number; state: Uint8Array; text: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    // Snapshots of one file one after the other; a deletion waits, and appends do not.
    const [file] = await tx
      .select({ id: codeFiles.id })
      .from(codeFiles)
      .where(eq(codeFiles.id, fileId))
      .for("no key update");
    if (file === undefined) return;
    await tx.insert(fileSnapshots).values({ fileId, seq, state }).onConflictDoNothing();
    await tx
      .update(codeFiles)
      .set({ content: text, contentSeq: seq, size: Buffer.byteLength(text) })
      .where(and(eq(codeFiles.id, fileId), lte(codeFiles.contentSeq, seq)));
    const kept = tx
      .select({ seq: fileSnapshots.seq })
      .from(fileSnapshots)
      .where(eq(fileSnapshots.fileId, fileId))
      .orderBy(desc(fileSnapshots.seq))
      .limit(SNAPSHOTS_KEPT);
    await tx
      .delete(fileSnapshots)
      .where(and(eq(fileSnapshots.fileId, fileId), sql`${fileSnapshots.seq} not in (${kept})`));
  });
}

const claimedSchema = z.array(z.object({ client_id: z.coerce.number(), user_id: z.number().int() }));

async function claimClients(
  database: Database,
  fileId: number,
  userId: number,
  clientIds: readonly number[],
): Promise<Map<number, number> | null> {
  const [member] = await database.db
    .select({ role: fileMembers.role })
    .from(fileMembers)
    .where(and(eq(fileMembers.fileId, fileId), eq(fileMembers.userId, userId)));
  if (member === undefined) return null;
  const distinct = new Set(clientIds);
  const wanted = literal([...distinct]);
  // Two statements: the second sees what another process claimed while the first waited for it. The file is locked
  // before the claims refer to it, since it may be deleted meanwhile; claims are sorted, as in `append_updates`, so that
  // two claimers never wait for each other.
  await database.rows(sql`
    with file as (select id from code_files where id = ${fileId} for key share)
    insert into file_clients (file_id, client_id, user_id)
    select m.file_id, c.client_id, m.user_id
    from file
    join file_members m on m.file_id = file.id and m.user_id = ${userId}
    cross join unnest(${wanted}::text::bigint[]) as c (client_id)
    order by c.client_id
    on conflict do nothing`);
  const rows = claimedSchema.parse(
    await database.rows(sql`
      select client_id, user_id from file_clients
      where file_id = ${fileId} and client_id = any (${wanted}::text::bigint[])`),
  );
  // An id without an owner could not be claimed: file or membership went meanwhile.
  if (rows.length !== distinct.size) return null;
  return new Map(rows.map((row) => [row.client_id, row.user_id]));
}
