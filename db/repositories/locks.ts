import { eq } from "drizzle-orm";
import type { Drizzle } from "../database";
import { codeFiles, fileHeads } from "../schema";

/**
 * Locks of one file, in the order that everybody keeps (ARCHITECTURE.md): the head before anything else, as
 * `append_updates` does, so that nobody waits in a circle, and what was read of the head holds until the commit.
 */
export async function lockHead(tx: Drizzle, fileId: number): Promise<{ headSeq: number } | undefined> {
  const [head] = await tx
    .select({ headSeq: fileHeads.headSeq })
    .from(fileHeads)
    .where(eq(fileHeads.fileId, fileId))
    .for("update");
  return head;
}

/** Who holds it is alone in changing who the file's members are. */
export async function lockFile(tx: Drizzle, fileId: number): Promise<void> {
  await tx.select({ id: codeFiles.id }).from(codeFiles).where(eq(codeFiles.id, fileId)).for("no key update");
}
