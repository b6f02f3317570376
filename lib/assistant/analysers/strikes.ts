/** How often an analyser may end its process on one text, or lately on one file, before it is off for that. */
const STRIKES_MAX = 3;
const REMEMBERED_MAX = 500;
/** A text stays what it is; a file may have become harmless. */
const FILE_PARDON_MS = 60_000;

export interface Strikes {
  add(key: string, hash: string, analyser: string): void;
  /** Analysers that are off for this text of this file. */
  off(key: string, hash: string): string[];
}

/** Remembers which analyser hung, crashed or failed on what; of the oldest nothing. */
export function createStrikes(now: () => number = Date.now): Strikes {
  const counts = new Map<string, Map<string, { count: number; last: number }>>();
  const count = (what: string, analyser: string) => {
    const of = counts.get(what) ?? new Map<string, { count: number; last: number }>();
    const before = of.get(analyser);
    of.set(analyser, { count: (before?.count ?? 0) + 1, last: now() });
    counts.delete(what);
    counts.set(what, of);
    const [oldest] = counts.keys();
    if (counts.size > REMEMBERED_MAX && oldest !== undefined) counts.delete(oldest);
  };
  const struckOut = (what: string, since: number) =>
    [...(counts.get(what) ?? [])]
      .filter(([, { count, last }]) => count >= STRIKES_MAX && last >= since)
      .map(([analyser]) => analyser);
  return {
    add(key, hash, analyser) {
      count(`text ${hash}`, analyser);
      count(`file ${key}`, analyser);
    },
    off: (key, hash) => [
      ...new Set([...struckOut(`text ${hash}`, 0), ...struckOut(`file ${key}`, now() - FILE_PARDON_MS)]),
    ],
  };
}
