import { countLines } from "@/lib/collab/text-diff";
import type { LineCounts, Version, VersionRepository } from "./ports";
import type { Replay } from "./replay";

export type CountedVersion = Version & { changes: LineCounts };

const isCounted = (version: Version): version is CountedVersion => version.changes !== null;

/** The same versions when the lines of all of them are counted, else null. */
export const allCounted = (found: readonly Version[]): CountedVersion[] | null =>
  found.every(isCounted) ? [...found] : null;

/**
 * The same versions, each with the lines that it added and removed. What is not known yet is counted, from the oldest to
 * the newest, and kept: the past never changes.
 */
export async function countChanges(
  versions: Pick<VersionRepository, "keepChanges">,
  { textAt }: Pick<Replay, "textAt">,
  found: readonly Version[],
): Promise<CountedVersion[]> {
  const counted: CountedVersion[] = [];
  for (const version of found.toSorted((a, b) => a.seq - b.seq)) {
    if (isCounted(version)) {
      counted.push(version);
      continue;
    }
    const before = await textAt(version.fromSeq);
    const changes = countLines(before, await textAt(version.seq));
    await versions.keepChanges(version.id, changes);
    counted.push({ ...version, changes });
  }
  const order = new Map(found.map(({ id }, n) => [id, n]));
  return counted.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}
