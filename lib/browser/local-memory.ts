import { z } from "zod";
import type { LocalMemory, Remembered } from "@/lib/collab/client-sync-types";

const entrySchema = z.object({
  epoch: z.string(),
  generation: z.number().int(),
  waiting: z.number().int().nonnegative(),
  /** When it was written, in milliseconds since the epoch; only orders entries. */
  at: z.number(),
});
type Entry = z.infer<typeof entrySchema>;

/**
 * What is remembered of a file beside its text, in localStorage, named by (origin implicitly, account, file). Each tab
 * has an entry of its own: with one for all, a tab with nothing to send would write over what another still has to.
 */
export function createLocalMemory(storage: Storage | null, accountId: number, fileId: number): LocalMemory {
  const key = `tandem/${accountId}/${fileId}`;
  const recoveryKey = `${key}/recovery`;
  const tabs = `${key}/tab/`;
  // Not crypto.randomUUID: over plain http to another computer there is none.
  const own = `${tabs}${Math.random().toString(36).slice(2)}`;
  return {
    read: () => byCopy(entries(storage, tabs)),
    write: (remembered) => void keep(storage, own, JSON.stringify({ ...remembered, at: Date.now() })),
    takeOver() {
      for (const name of namesUnder(storage, tabs)) if (name !== own) storage?.removeItem(name);
    },
    forget: () => storage?.removeItem(own),
    readRecovery: () => storage?.getItem(recoveryKey) ?? null,
    writeRecovery(text) {
      if (text !== null) return keep(storage, recoveryKey, text);
      storage?.removeItem(recoveryKey);
      return true;
    },
  };
}

/** localStorage; null where the browser forbids it. */
export function pageStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // reading the property throws where storage is forbidden
  }
}

function namesUnder(storage: Storage | null, prefix: string): string[] {
  const names: string[] = [];
  for (let n = 0; n < (storage?.length ?? 0); n += 1) {
    const name = storage?.key(n);
    if (name?.startsWith(prefix)) names.push(name);
  }
  return names;
}

/** Newest first. */
function entries(storage: Storage | null, tabs: string): Entry[] {
  return namesUnder(storage, tabs)
    .map((name) => entrySchema.safeParse(parseJson(storage?.getItem(name) ?? "null")))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []))
    .sort((a, b) => b.at - a.at);
}

/** One line for each copy. First the newest epoch, and in an epoch the copy that was begun last. */
function byCopy(newestFirst: readonly Entry[]): Remembered[] {
  const copies = new Map<string, Remembered>();
  for (const { epoch, generation, waiting } of newestFirst) {
    const name = `${epoch}/${generation}`;
    copies.set(name, { epoch, generation, waiting: waiting + (copies.get(name)?.waiting ?? 0) });
  }
  const newest = newestFirst[0]?.epoch;
  return [...copies.values()].sort(
    (a, b) => Number(b.epoch === newest) - Number(a.epoch === newest) || b.generation - a.generation,
  );
}

/** False: it could not be kept. */
function keep(storage: Storage | null, key: string, value: string): boolean {
  if (storage === null) return false;
  try {
    storage.setItem(key, value);
    return true;
  } catch (error) {
    // A full storage is no fault: the page still holds what could not be kept.
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else wrote there
  }
}
