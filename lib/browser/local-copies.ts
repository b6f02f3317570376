import { clearDocument, fetchUpdates, IndexeddbPersistence } from "y-indexeddb";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { LocalCopies, LocalCopy, LocalMemory } from "@/lib/collab/client-sync-types";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { lockForPage } from "./page-lock";

const PROBE = "tandem-probe";
/** A browser whose storage hangs must not keep anybody from the text. */
const READY_MS = 5_000;

/** Copies of one file for one account in IndexedDB; the origin is IndexedDB's own first key. */
export function createLocalCopies(fileId: number, accountId: number, memory: LocalMemory): LocalCopies {
  const storeOf = async ({ epoch, id }: { epoch: string; id: string }): Promise<Store | null> => {
    if (!(await within(canPersist(), false))) return null;
    const name = `tandem/${accountId}/${fileId}/${epoch}/${id}`;
    const letGo = await lockForPage(name);
    return letGo === null ? null : { name, letGo };
  };
  return {
    async create(epoch) {
      // Not crypto.randomUUID: over plain http to another computer there is none.
      const id = Math.random().toString(36).slice(2);
      const store = await storeOf({ epoch, id });
      // What is not remembered could not be found again.
      if (store === null || memory.write({ epoch, id, waiting: 0, replaced: false }))
        return openCopy(epoch, id, store);
      store.letGo();
      return openCopy(epoch, id, null);
    },
    async take({ epoch, id }) {
      const store = await storeOf({ epoch, id });
      if (store === null) return null;
      const copy = await openCopy(epoch, id, store);
      if (copy.persisted) return copy;
      void copy.close(); // not waited for: storage that hangs may never answer
      return null;
    },
  };
}

interface Store {
  name: string;
  /** Other pages may take the copy over. */
  letGo(): void;
}

/** With no store nothing is kept. */
async function openCopy(epoch: string, id: string, store: Store | null): Promise<LocalCopy> {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const persistence = store === null ? null : new IndexeddbPersistence(store.name, doc);
  if (persistence !== null) await within(persistence.whenSynced, null);
  let closed: Promise<void> | null = null;
  const end = async (erased: boolean) => {
    awareness.destroy();
    try {
      await persistence?.destroy();
      doc.destroy();
      // What cannot be removed is only left over: nobody needs it any more.
      if (erased && store !== null) await clearDocument(store.name).catch(() => undefined);
    } finally {
      store?.letGo();
    }
  };
  return {
    epoch,
    id,
    doc,
    text: doc.getText(CONTENT_ROOT),
    awareness,
    get persisted() {
      return persistence?.synced ?? false;
    },
    async flush() {
      if (!persistence?.synced || closed !== null) return false;
      try {
        await fetchUpdates(persistence); // its transaction runs after those that write
        return true;
      } catch {
        return false; // the person has emptied the browser's storage, or it is full
      }
    },
    close() {
      closed ??= end(false);
      return closed;
    },
    erase() {
      closed ??= end(true);
      return closed;
    },
  };
}

/** The promise's answer, or `otherwise` when it does not come in time. */
function within<T, U>(promise: Promise<T>, otherwise: U): Promise<T | U> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), READY_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Whether IndexedDB really opens: in a private window or on a full disk it may exist and refuse.
 * Trap: y-indexeddb would then never get ready, and its rejection would be nobody's.
 */
function canPersist(): Promise<boolean> {
  return new Promise((resolve) => {
    if (typeof indexedDB === "undefined") return resolve(false);
    try {
      const request = indexedDB.open(PROBE);
      request.onerror = () => resolve(false);
      request.onblocked = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
    } catch {
      resolve(false); // a browser that forbids storage throws here
    }
  });
}
