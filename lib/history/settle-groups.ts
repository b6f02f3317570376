import { GROUP_ROWS_MAX, groupRows } from "./group-rows";
import type { VersionRepository } from "./ports";

/** Enough for one whole group at least. */
const ROWS_AT_ONCE = 2 * GROUP_ROWS_MAX;

/**
 * Stores the ends of all groups that the log has by now, so that each has an id for good. `close`: the last one goes no
 * further than it does now.
 */
export async function settleGroups(
  versions: Pick<VersionRepository, "ungrouped" | "keepGroups">,
  fileId: number,
  close = false,
): Promise<void> {
  for (;;) {
    const { after, rows, ends } = await versions.ungrouped(fileId, ROWS_AT_ONCE);
    const groups = groupRows(after, rows, ends);
    const last = rows.length === ROWS_AT_ONCE ? groups.pop() : undefined;
    const open = last === undefined ? groups.at(-1) : undefined;
    if (close && open !== undefined) open.closed = true;
    if (groups.length > 0) await versions.keepGroups(fileId, groups);
    if (last === undefined) return;
  }
}
