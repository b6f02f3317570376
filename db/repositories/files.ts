import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { fileNotFound } from "@/lib/errors";
import type { FileMeta, FileRepository, MemberOfFile } from "@/lib/files/ports";
import type { Database, Drizzle } from "../database";
import { codeFiles, fileClients, fileHeads, fileMembers, fileUpdates, users } from "../schema";
import { lockFile, lockHead } from "./locks";
import { requireRight } from "./members";

/** The later of the two changes; what the list is ordered by. */
const changedAt = sql<Date>`greatest(${codeFiles.updatedAt}, ${fileHeads.changedAt})`.mapWith(
  codeFiles.updatedAt,
);

const meta = {
  id: codeFiles.id,
  name: codeFiles.name,
  language: codeFiles.language,
  ownerId: codeFiles.ownerId,
  metaVersion: codeFiles.metaVersion,
  version: fileHeads.headSeq,
  eol: codeFiles.eol,
  createdAt: codeFiles.createdAt,
  updatedAt: changedAt,
};

const withRole = { ...meta, role: fileMembers.role };

/** `%`, `_` and `\` mean themselves in what a person looks for. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");

export function createFileRepository(database: Database): FileRepository {
  const findQueries = new WeakMap<Drizzle, ReturnType<typeof findQuery>>();
  return {
    create: (input) => createFile(database.db, input),
    async findForUser(fileId, userId) {
      const { db } = database;
      const query = findQueries.get(db) ?? findQuery(db);
      findQueries.set(db, query);
      const [file] = await query.execute({ fileId, userId });
      return file ?? null;
    },
    findForMembers: (members) => findForMembers(database.db, members),
    async listForUser(input) {
      const { q, after } = input;
      // No name holds U+0000, and PostgreSQL takes no text with it; nothing is older than its oldest time.
      if (q?.includes("\0") || (after !== null && after.updatedAt.getTime() < 0)) return [];
      return listQuery(database.db, input);
    },
    updateMeta: (...input) => updateMeta(database.db, ...input),
    delete: (fileId, by) => database.db.transaction((tx) => deleteFile(tx, fileId, by)),
  };
}

const memberFiles = (db: Drizzle) =>
  db
    .select(withRole)
    .from(fileMembers)
    .innerJoin(codeFiles, eq(codeFiles.id, fileMembers.fileId))
    .innerJoin(fileHeads, eq(fileHeads.fileId, codeFiles.id));

/** Asked on nearly every request, so it is put into words once. */
const findQuery = (db: Drizzle) =>
  memberFiles(db)
    .where(
      and(
        eq(fileMembers.fileId, sql.placeholder("fileId")),
        eq(fileMembers.userId, sql.placeholder("userId")),
      ),
    )
    .prepare("find_file_for_user");

async function findForMembers(db: Drizzle, members: readonly MemberOfFile[]) {
  const wanted = new Set(members.map(({ fileId, userId }) => `${fileId}/${userId}`));
  const found = await db
    .select({ ...withRole, fileId: fileMembers.fileId, userId: fileMembers.userId })
    .from(fileMembers)
    .innerJoin(codeFiles, eq(codeFiles.id, fileMembers.fileId))
    .innerJoin(fileHeads, eq(fileHeads.fileId, codeFiles.id))
    .where(
      and(
        inArray(fileMembers.fileId, [...new Set(members.map(({ fileId }) => fileId))]),
        inArray(fileMembers.userId, [...new Set(members.map(({ userId }) => userId))]),
      ),
    );
  return found.filter(({ fileId, userId }) => wanted.has(`${fileId}/${userId}`));
}

/** One page of a list, as one statement. */
export function listQuery(
  db: Drizzle,
  { userId, limit, after, q, roles }: Parameters<FileRepository["listForUser"]>[0],
) {
  const conditions: (SQL | undefined)[] = [eq(fileMembers.userId, userId)];
  if (roles !== null) conditions.push(inArray(fileMembers.role, roles));
  if (q !== null) conditions.push(sql`${codeFiles.name} ilike ${`%${escapeLike(q)}%`}`);
  if (after !== null) {
    const at = after.updatedAt.toISOString();
    conditions.push(sql`(${changedAt}, ${codeFiles.id}) < (${at}::timestamptz, ${after.id}::bigint)`);
  }
  return db
    .select({ ...withRole, ownerName: users.username })
    .from(fileMembers)
    .innerJoin(codeFiles, eq(codeFiles.id, fileMembers.fileId))
    .innerJoin(fileHeads, eq(fileHeads.fileId, codeFiles.id))
    .innerJoin(users, eq(users.id, codeFiles.ownerId))
    .where(and(...conditions))
    .orderBy(desc(changedAt), desc(codeFiles.id))
    .limit(limit);
}

/** Of a file that this very transaction has made or locked. */
async function ownMeta(tx: Drizzle, fileId: number): Promise<FileMeta> {
  const [file] = await tx
    .select(meta)
    .from(codeFiles)
    .innerJoin(fileHeads, eq(fileHeads.fileId, codeFiles.id))
    .where(eq(codeFiles.id, fileId));
  if (file === undefined) throw new Error("a file of this transaction is missing");
  return file;
}

function createFile(db: Drizzle, input: Parameters<FileRepository["create"]>[0]): Promise<FileMeta> {
  const { ownerId, name, language, eol, text, seed } = input;
  const headSeq = seed === null ? 0 : 1;
  return db.transaction(async (tx) => {
    const [file] = await tx
      .insert(codeFiles)
      .values({
        ownerId,
        name,
        language,
        eol,
        content: text,
        contentSeq: headSeq,
        size: Buffer.byteLength(text),
      })
      .returning({ id: codeFiles.id });
    if (file === undefined) throw new Error("an insert returned no row");
    await tx.insert(fileHeads).values({ fileId: file.id, headSeq });
    await tx.insert(fileMembers).values({ fileId: file.id, userId: ownerId, role: "owner" });
    if (seed !== null) {
      await tx.insert(fileClients).values({ fileId: file.id, clientId: seed.clientId, userId: ownerId });
      await tx
        .insert(fileUpdates)
        .values({ fileId: file.id, seq: headSeq, userId: ownerId, update: seed.update });
    }
    return ownMeta(tx, file.id);
  });
}

async function updateMeta(
  db: Drizzle,
  ...[fileId, by, change, expect]: Parameters<FileRepository["updateMeta"]>
): Promise<FileMeta | "stale"> {
  return db.transaction(async (tx) => {
    const head = await lockHead(tx, fileId);
    if (head === undefined) throw fileNotFound();
    const [file] = await tx
      .select({
        name: codeFiles.name,
        language: codeFiles.language,
        eol: codeFiles.eol,
        metaVersion: codeFiles.metaVersion,
      })
      .from(codeFiles)
      .where(eq(codeFiles.id, fileId))
      .for("no key update");
    if (file === undefined) throw fileNotFound();
    await requireRight(tx, fileId, by, "file:rename");
    if (
      expect !== undefined &&
      (expect.version !== head.headSeq || expect.metaVersion !== file.metaVersion)
    ) {
      return "stale";
    }
    const named = change.name !== undefined && change.name !== file.name;
    const translated = change.language !== undefined && change.language !== file.language;
    if (named || translated) {
      await tx
        .update(codeFiles)
        .set({
          ...(change.name === undefined ? {} : { name: change.name }),
          ...(change.language === undefined ? {} : { language: change.language }),
          metaVersion: file.metaVersion + 1,
          // Not now(), which is when the transaction began to wait for its locks.
          updatedAt: sql`clock_timestamp()`,
        })
        .where(eq(codeFiles.id, fileId));
    }
    if (change.eol !== undefined && change.eol !== file.eol) {
      await tx.update(codeFiles).set({ eol: change.eol }).where(eq(codeFiles.id, fileId));
    }
    return ownMeta(tx, fileId);
  });
}

async function deleteFile(tx: Drizzle, fileId: number, by: number): Promise<void> {
  await lockHead(tx, fileId);
  await lockFile(tx, fileId);
  await requireRight(tx, fileId, by, "file:delete");
  await tx.delete(codeFiles).where(eq(codeFiles.id, fileId));
}
