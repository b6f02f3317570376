import { z } from "zod";
import type { LocalMemory } from "@/lib/collab/client-sync-types";

const rememberedSchema = z.object({
  epoch: z.string(),
  generation: z.number().int(),
  waiting: z.number().int(),
});

/** What is remembered of a file beside its text, in localStorage, named by (origin implicitly, account, file). */
export function createLocalMemory(storage: Storage | null, accountId: number, fileId: number): LocalMemory {
  const key = `tandem/${accountId}/${fileId}`;
  const recoveryKey = `${key}/recovery`;
  return {
    read() {
      const kept = storage?.getItem(key);
      const parsed = rememberedSchema.safeParse(parseJson(kept ?? "null"));
      return parsed.success ? parsed.data : null;
    },
    write: (remembered) => keep(storage, key, JSON.stringify(remembered)),
    forget: () => storage?.removeItem(key),
    readRecovery: () => storage?.getItem(recoveryKey) ?? null,
    writeRecovery(text) {
      if (text === null) storage?.removeItem(recoveryKey);
      else keep(storage, recoveryKey, text);
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

function keep(storage: Storage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value);
  } catch (error) {
    // A full storage is no fault: the page still holds what could not be kept.
    if (!(error instanceof DOMException)) throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // somebody else wrote there
  }
}
