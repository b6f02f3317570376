import { and, asc, desc, eq, gt, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { AppendEntry, AppendResult, DocumentLog, LoadedLog, LogRow } from "@/lib/collab/document-log";
import type { Database, Drizzle } from "../database";
import { databaseCode } from "../errors";
import { codeFiles, fileHeads, fileMembers, fileSnapshots, fileUpdates } from "../schema";

/** Older snapshots kept per file, so that a `base` or a point of history is reached without a replay from the start. */
const SNAPSHOTS_KEPT = 8;
const LOCK_NOT_AVAILABLE = "55P03";

const appendedSchema = z.array(
  z.object({
    entry: z.coerce.number().int(),
    status: z.enum(["stored", "no-file", "not-member", "not-editor", "foreign-client", "stale"]),
    seq: z.coerce.number().int().nullable(),
  }),
);

/** The document log on either database; the contract is in lib/collab/document-log.ts, the SQL of `append` in drizzle/. */
export function createDocumentLog(database: Database): DocumentLog {
  return {
    append: (entries) => append(database, entries),
    load: (fileId, upTo) => load(database.db, fileId, upTo),
    async head(fileId) {
      const [row] = await database.db
        .select({ headSeq: fileHeads.headSeq, epoch: fileHeads.epoch })
        .from(fileHeads)
        .where(eq(fileHeads.fileId, fileId));
      return row ?? null;
    },
    saveSnapshot: (snapshot) => saveSnapshot(database.db, snapshot),
    claimClients: (fileId, userId, clientIds) => claimClients(database, fileId, userId, clientIds),
  };
}

async function append(database: Database, entries: readonly AppendEntry[]): Promise<AppendResult[]> {
  if (entries.length === 0) return [];
  try {
    return await appendAtOnce(database, entries);
  } catch (error) {
    // One file of the batch is held by somebody for too long: the others need not wait for it.
    if (databaseCode(error) !== LOCK_NOT_AVAILABLE || entries.length === 1) throw error;
    const middle = Math.ceil(entries.length / 2);
    const first = await append(database, entries.slice(0, middle));
    return [...first, ...(await append(database, entries.slice(middle)))];
  }
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
  return results.map(({ status, seq }) => {
    if (status !== "stored") return { status };
    if (seq === null) throw new Error("append_updates stored an entry without a number");
    return { status, seq };
  });
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
    const [file] = await tx
      .select({ id: codeFiles.id })
      .from(codeFiles)
      .where(eq(codeFiles.id, fileId))
      .for("key share");
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
  const wanted = sql`select distinct unnest(${literal(clientIds)}::text::bigint[])`;
  // Two statements: the second sees what another process claimed while the first waited for it.
  await database.rows(sql`
    insert into file_clients (file_id, client_id, user_id)
    select m.file_id, c.client_id, m.user_id
    from file_members m, (${wanted}) as c (client_id)
    where m.file_id = ${fileId} and m.user_id = ${userId}
    on conflict do nothing`);
  const rows = claimedSchema.parse(
    await database.rows(sql`
      select client_id, user_id from file_clients
      where file_id = ${fileId} and client_id in (${wanted})`),
  );
  return new Map(rows.map((row) => [row.client_id, row.user_id]));
}
