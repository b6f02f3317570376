import { z } from "zod";
import type { LocalMemory } from "@/lib/collab/client-sync-types";

const rememberedSchema = z.object({
  id: z.string(),
  epoch: z.string(),
  waiting: z.number().int().nonnegative(),
  replaced: z.boolean(),
  /** When it was written, in milliseconds since the epoch; only orders entries. */
  at: z.number(),
});

/**
 * What is remembered of a file beside its text, in localStorage, named by (origin implicitly, account, file). Each local
 * copy has entries of its own, and a copy is one page's: pages never write over what another has written.
 */
export function createLocalMemory(storage: Storage | null, accountId: number, fileId: number): LocalMemory {
  const key = `tandem/${accountId}/${fileId}`;
  const copies = `${key}/copy/`;
  const recovery = `${key}/recovery/`;
  return {
    read: () =>
      namesUnder(storage, copies)
        .map((name) => rememberedSchema.safeParse(parseJson(storage?.getItem(name) ?? "null")))
        .flatMap((parsed) => (parsed.success ? [parsed.data] : []))
        .sort((a, b) => b.at - a.at),
    write: (remembered) =>
      keep(storage, copies + remembered.id, JSON.stringify({ ...remembered, at: Date.now() })),
    forget: (id) => storage?.removeItem(copies + id),
    readRecovery: () =>
      namesUnder(storage, recovery)
        .sort()
        .map((name) => ({ id: name.slice(recovery.length), text: storage?.getItem(name) ?? "" })),
    writeRecovery: ({ id, text }) => keep(storage, recovery + id, text),
    dropRecovery: (id) => storage?.removeItem(recovery + id),
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
