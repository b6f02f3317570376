/** How fast people type in each file: what is a pause for one is the time between two keys for another. */

/** A pause is so many times as long as it lately took from one edit to the next. */
const FACTOR = 1.4;
/** How much the newest counts. */
const WEIGHT = 0.3;
/** Milliseconds between two edits, until they are known: somebody types fast. */
const FIRST_GAP = 100;
/** Milliseconds; who has not typed for longer begins anew. */
const BURST_GAP_MAX = 1_000;
const FILES_MAX = 1_000;

export interface Rhythms {
  /** An edit was made at `now`, in milliseconds; answers after how long without another one it is the last of its burst. */
  edited(fileId: number, now: number): number;
}

/** Pauses are at least `least` and at most `most` milliseconds. Of the files edited longest ago nothing is remembered. */
export function createRhythms(least: number, most: number): Rhythms {
  const kept = new Map<number, { last: number; gap: number }>();
  return {
    edited(fileId, now) {
      const before = kept.get(fileId);
      const since = before === undefined ? Number.POSITIVE_INFINITY : now - before.last;
      const known = before?.gap ?? FIRST_GAP;
      const gap = since > BURST_GAP_MAX ? known : known + (since - known) * WEIGHT;
      kept.delete(fileId);
      kept.set(fileId, { last: now, gap });
      const [oldest] = kept.keys();
      if (kept.size > FILES_MAX && oldest !== undefined) kept.delete(oldest);
      return Math.min(most, Math.max(least, gap * FACTOR));
    },
  };
}
