import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { FileFindings, FindingStore, FindingsChange } from "@/lib/assistant/findings/ports";
import type { Database, Drizzle } from "../database";
import { codeFiles, fileAnalyses, findings } from "../schema";

export function createFindingRepository(database: Database): FindingStore {
  return {
    read: (fileId) => database.db.transaction((tx) => readFindings(tx, fileId), SNAPSHOT),
    change: (fileId, decide) =>
      database.db.transaction(async (tx) => {
        // A deletion takes the file's lock first as well: without it the two could wait for each other.
        const file = tx.select({ id: codeFiles.id }).from(codeFiles).where(eq(codeFiles.id, fileId));
        if ((await file.for("key share")).length === 0) return null;
        await tx.insert(fileAnalyses).values({ fileId }).onConflictDoNothing();
        await tx
          .select({ fileId: fileAnalyses.fileId })
          .from(fileAnalyses)
          .where(eq(fileAnalyses.fileId, fileId))
          .for("update");
        const kept = await readFindings(tx, fileId);
        const change = kept === null ? null : decide(kept);
        if (change === null) return kept;
        await write(tx, fileId, change);
        return readFindings(tx, fileId);
      }),
  };
}

/** How far it was analysed and what was found are of one moment. */
const SNAPSHOT = { isolationLevel: "repeatable read", accessMode: "read only" } as const;

async function readFindings(tx: Drizzle, fileId: number): Promise<FileFindings | null> {
  const [file] = await tx
    .select({
      name: codeFiles.name,
      language: codeFiles.language,
      version: fileAnalyses.seq,
      as: fileAnalyses.analyzedAs,
      at: fileAnalyses.analyzedAt,
      missing: fileAnalyses.missing,
      revision: fileAnalyses.revision,
    })
    .from(codeFiles)
    .leftJoin(fileAnalyses, eq(fileAnalyses.fileId, codeFiles.id))
    .where(eq(codeFiles.id, fileId));
  if (file === undefined) return null;
  const { name, language, version, as, at, missing, revision } = file;
  const rows = await tx
    .select(row)
    .from(findings)
    .where(eq(findings.fileId, fileId))
    .orderBy(asc(findings.id));
  const analysis =
    version === null || as === null || at === null ? null : { version, as, at, missing: missing ?? [] };
  return { fileId, name, language, analysis, revision: revision ?? 0, findings: rows };
}

const row = {
  id: findings.id,
  key: findings.key,
  run: findings.run,
  version: findings.seq,
  source: findings.source,
  rule: findings.rule,
  category: findings.category,
  severity: findings.severity,
  message: findings.message,
  anchor: findings.anchor,
  textHash: findings.textHash,
  fix: findings.fix,
  url: findings.url,
  status: findings.status,
  appliedBy: findings.appliedBy,
};

async function write(tx: Drizzle, fileId: number, change: FindingsChange): Promise<void> {
  const { analysis, insert = [], update = [], remove = [] } = change;
  const own = eq(findings.fileId, fileId);
  if (remove.length > 0) await tx.delete(findings).where(and(own, inArray(findings.id, remove)));
  // First all of them away: two may change their keys for each other's.
  const ids = update.map(({ id }) => id);
  if (ids.length > 0)
    await tx
      .update(findings)
      .set({ key: sql`'moving ' || ${findings.id}` })
      .where(and(own, inArray(findings.id, ids)));
  for (const { id, version, ...values } of update) {
    await tx
      .update(findings)
      .set({ ...values, seq: version })
      .where(and(own, eq(findings.id, id)));
  }
  if (insert.length > 0)
    await tx
      .insert(findings)
      .values(insert.map(({ version, ...values }) => ({ ...values, fileId, seq: version })));
  await tx
    .update(fileAnalyses)
    .set({
      revision: sql`${fileAnalyses.revision} + 1`,
      ...(analysis && {
        seq: analysis.version,
        analyzedAs: analysis.as,
        analyzedAt: sql`clock_timestamp()`,
        missing: analysis.missing,
      }),
    })
    .where(eq(fileAnalyses.fileId, fileId));
}
