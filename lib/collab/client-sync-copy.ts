import { clearDocument, fetchUpdates, IndexeddbPersistence } from "y-indexeddb";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import type { LocalCopy, OpenLocalCopy } from "./client-sync-types";

const PROBE = "tandem-probe";
/** A browser whose storage hangs must not keep anybody from the text. */
const READY_MS = 5_000;

/** Opens copies of one file for one account in IndexedDB; the origin is IndexedDB's own first key. */
export function createLocalCopies(fileId: number, accountId: number): OpenLocalCopy {
  return async (epoch, generation) => {
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    const name = `tandem/${accountId}/${fileId}/${epoch}/${generation}`;
    const persistence = (await within(canPersist(), false)) ? new IndexeddbPersistence(name, doc) : null;
    if (persistence !== null) await within(persistence.whenSynced, null);
    return localCopy({ epoch, generation, doc, awareness, name, persistence });
  };
}

function localCopy(parts: {
  epoch: string;
  generation: number;
  doc: Y.Doc;
  awareness: Awareness;
  name: string;
  persistence: IndexeddbPersistence | null;
}): LocalCopy {
  const { epoch, generation, doc, awareness, name, persistence } = parts;
  let closed: Promise<void> | null = null;
  const end = async () => {
    awareness.destroy();
    await persistence?.destroy();
    doc.destroy();
  };
  const close = () => {
    closed ??= end();
    return closed;
  };
  return {
    epoch,
    generation,
    doc,
    text: doc.getText(CONTENT_ROOT),
    awareness,
    get persisted() {
      return persistence?.synced ?? false;
    },
    async takeIn() {
      if (!persistence?.synced || closed !== null) return false;
      let news = false;
      const onNews = () => {
        news = true;
      };
      doc.on("update", onNews);
      await fetchUpdates(persistence);
      doc.off("update", onNews);
      return news;
    },
    close,
    async erase() {
      await close();
      if (persistence !== null) await clearDocument(name);
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
