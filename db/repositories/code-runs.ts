import { eq, sql } from "drizzle-orm";
import type { CodeRunStore, KeptRun } from "@/lib/assistant/code-runs/ports";
import { codeRunSchema } from "@/lib/contracts/run";
import type { Database, Drizzle } from "../database";
import { codeFiles, codeRuns } from "../schema";

export function createCodeRunRepository(database: Database): CodeRunStore {
  return {
    read: (fileId) => readRun(database.db, fileId),
    change: (fileId, decide) =>
      database.db.transaction(async (tx) => {
        // A deletion takes the file's lock first as well: without it the two could wait for each other.
        const file = tx.select({ id: codeFiles.id }).from(codeFiles).where(eq(codeFiles.id, fileId));
        if ((await file.for("key share")).length === 0) return null;
        await tx.insert(codeRuns).values({ fileId }).onConflictDoNothing();
        const ofFile = eq(codeRuns.fileId, fileId);
        await tx.select({ fileId: codeRuns.fileId }).from(codeRuns).where(ofFile).for("update");
        const kept = await readRun(tx, fileId);
        const run = decide(kept);
        if (run === null) return kept;
        await tx
          .update(codeRuns)
          .set({ heardAt: sql`clock_timestamp()`, ...(run === kept?.run ? {} : { run }) })
          .where(ofFile);
        return { run, silentMs: 0 };
      }),
  };
}

async function readRun(db: Drizzle, fileId: number): Promise<KeptRun | null> {
  // By the database's clock, which all processes share.
  const silentMs = sql<number>`extract(epoch from clock_timestamp() - ${codeRuns.heardAt}) * 1000`;
  const [row] = await db
    .select({ run: codeRuns.run, silentMs: silentMs.mapWith(Number) })
    .from(codeRuns)
    .where(eq(codeRuns.fileId, fileId));
  return row?.run == null ? null : { run: codeRunSchema.parse(row.run), silentMs: row.silentMs };
}
