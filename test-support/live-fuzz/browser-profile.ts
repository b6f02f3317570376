import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { createLocalMemory } from "@/lib/browser/local-memory";
import type { LocalCopies, LocalCopy, LocalMemory } from "@/lib/collab/client-sync-types";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { mapStorage } from "../map-storage";
import { delay } from "./virtual-time";

/** How long IndexedDB takes for whatever it is asked; what had not been written when a page dies is lost. */
export const STORE_MS = 5;

/** What one person's browser keeps, shared by its pages, in memory: localStorage, copies in IndexedDB, and locks. */
export interface BrowserProfile {
  openPage(): Page;
  recovery(): string;
  /** Names of the local copies. */
  kept(): string[];
  /** Unsent edits that any page, here or gone, has left. */
  waiting(): number;
}

export interface Page {
  memory: LocalMemory;
  copies: LocalCopies;
  /** The page is gone from one moment to the next, and its locks with it. */
  die(): void;
}

/** A database of IndexedDB, and whether a page has the lock of its name. */
interface Kept {
  updates: Uint8Array[];
  locked: boolean;
}

const FROM_STORE = Symbol("from the local copy");

/** `locks`: false is a browser in which several pages may have one copy, to show that this is found out. */
export function browserProfile(
  userId: number,
  fileId: number,
  { nextClientId, locks }: { nextClientId: () => number; locks: boolean },
): BrowserProfile {
  const storage = mapStorage();
  const memory = createLocalMemory(storage, userId, fileId);
  const databases = new Map<string, Kept>();
  let pages = 0;
  return {
    openPage() {
      pages += 1;
      const life: Life = { page: pages, dead: false, locks: new Set() };
      const pageMemory = createLocalMemory(mortalStorage(storage, life), userId, fileId);
      return {
        memory: pageMemory,
        copies: pageCopies({ databases, memory: pageMemory, life, nextClientId, locks }),
        die() {
          life.dead = true;
          for (const kept of life.locks) kept.locked = false;
        },
      };
    },
    recovery: () =>
      memory
        .readRecovery()
        .map(({ text }) => text)
        .join("\n"),
    kept: () => [...databases.keys()],
    waiting: () => memory.read().reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

interface Life {
  page: number;
  dead: boolean;
  locks: Set<Kept>;
}

/** Waits for IndexedDB; a page that is gone meanwhile never hears of it. */
async function stored(life: Life): Promise<void> {
  await delay(STORE_MS);
  if (life.dead) await new Promise<never>(() => undefined);
}

interface Store {
  databases: Map<string, Kept>;
  memory: LocalMemory;
  life: Life;
  nextClientId(): number;
  locks: boolean;
}

function pageCopies({ databases, memory, life, nextClientId, locks }: Store): LocalCopies {
  let created = 0;
  const open = async (epoch: string, id: string, kept: Kept) => {
    databases.set(id, kept);
    kept.locked = locks;
    life.locks.add(kept);
    await stored(life);
    const letGo = (erased: boolean) => {
      if (erased) databases.delete(id);
      kept.locked = false;
      life.locks.delete(kept);
    };
    return openKept({ epoch, id, kept, life, clientId: nextClientId(), letGo });
  };
  return {
    create(epoch) {
      created += 1;
      const id = `${life.page}-${created}`;
      memory.write({ epoch, id, waiting: 0, replaced: false });
      return open(epoch, id, { updates: [], locked: false });
    },
    async take({ epoch, id }) {
      const kept = databases.get(id) ?? { updates: [], locked: false };
      return kept.locked ? null : open(epoch, id, kept);
    },
  };
}

interface Opened {
  epoch: string;
  id: string;
  kept: Kept;
  life: Life;
  clientId: number;
  letGo(erased: boolean): void;
}

function openKept({ epoch, id, kept, life, clientId, letGo }: Opened): LocalCopy {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const awareness = new Awareness(doc);
  // As y-indexeddb does it: not as an edit of this page.
  const takeIn = () => {
    for (const update of kept.updates) Y.applyUpdate(doc, update);
  };
  Y.transact(doc, takeIn, FROM_STORE, false);
  doc.on("update", (update: Uint8Array) => void stored(life).then(() => kept.updates.push(update)));
  let open = true;
  const end = async (erased: boolean) => {
    if (!open) return;
    open = false;
    awareness.destroy();
    doc.destroy();
    await stored(life);
    letGo(erased);
  };
  return {
    epoch,
    id,
    doc,
    text: doc.getText(CONTENT_ROOT),
    awareness,
    persisted: true,
    async flush() {
      await stored(life);
      return open;
    },
    close: () => end(false),
    erase: () => end(true),
  };
}

/** localStorage as a page sees it; one that is dead writes nothing more. */
function mortalStorage(storage: Storage, life: Life): Storage {
  return {
    get length() {
      return storage.length;
    },
    clear: () => storage.clear(),
    key: (index) => storage.key(index),
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => (life.dead ? undefined : storage.setItem(key, value)),
    removeItem: (key) => (life.dead ? undefined : storage.removeItem(key)),
  };
}
