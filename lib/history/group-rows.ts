import type { Group, LoggedRow } from "./ports";

/** A group ends with a pause of more than this, */
export const GROUP_PAUSE_MS = 2 * 60_000;
/** when it would last longer than this, */
export const GROUP_LONGEST_MS = 30 * 60_000;
/** or with this many rows: so much is replayed at most to show one more version. */
export const GROUP_ROWS_MAX = 5_000;

/**
 * The groups of a file's log behind row `after`, where one ends. Each depends only on the rows before its end and on the
 * first one behind it, so the past is always grouped alike. The last one grows, unless it stands in `ends`.
 */
export function groupRows(after: number, rows: readonly LoggedRow[], ends: readonly number[]): Group[] {
  const mustEnd = new Set(ends);
  const groups: Group[] = [];
  let open: (Group & { since: Date }) | null = null;
  for (const { seq, userId, at } of rows) {
    if (open === null || open.closed || endsBefore(open, seq, at)) {
      if (open !== null) open.closed = true;
      const fromSeq: number = open?.seq ?? after;
      open = { fromSeq, seq, authors: [], userId, at, since: at, closed: false };
      groups.push(open);
    }
    if (!open.authors.includes(userId)) open.authors.push(userId);
    Object.assign(open, { seq, userId, at, closed: mustEnd.has(seq) });
  }
  return groups;
}

const endsBefore = (group: Group & { since: Date }, seq: number, at: Date): boolean =>
  at.getTime() - group.at.getTime() > GROUP_PAUSE_MS ||
  at.getTime() - group.since.getTime() > GROUP_LONGEST_MS ||
  seq - group.fromSeq > GROUP_ROWS_MAX;
