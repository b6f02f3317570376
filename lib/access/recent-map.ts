/** A map that holds at most `max` entries and forgets those longest unused. */
export interface RecentMap<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  clear(): void;
}

/**
 * Two halves: a full new one becomes the old one, and what is used comes over again. Trap: one Map from which the
 * oldest key is deleted for each new one takes longer the more was deleted, and a flood of keys would stop the process.
 */
export function createRecentMap<V>(max: number): RecentMap<V> {
  let recent = new Map<string, V>();
  let older = new Map<string, V>();
  const set = (key: string, value: V) => {
    recent.set(key, value);
    if (recent.size * 2 < max) return;
    older = recent;
    recent = new Map();
  };
  return {
    get(key) {
      const found = recent.get(key);
      if (found !== undefined) return found;
      const before = older.get(key);
      if (before === undefined) return undefined;
      older.delete(key);
      set(key, before);
      return before;
    },
    set(key, value) {
      older.delete(key);
      set(key, value);
    },
    delete(key) {
      recent.delete(key);
      older.delete(key);
    },
    clear() {
      recent.clear();
      older.clear();
    },
  };
}
