import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { createLocalMemory } from "@/lib/browser/local-memory";
import type { LocalCopy, LocalMemory, OpenLocalCopy } from "@/lib/collab/client-sync-types";
import { CONTENT_ROOT } from "@/lib/contracts/live";

/** What one person's browser keeps, shared by its tabs, in memory: localStorage, and copies as y-indexeddb keeps them. */
export interface BrowserProfile {
  memory(): LocalMemory;
  openCopy: OpenLocalCopy;
  recovery(): string;
  /** Unsent edits that any tab, here or gone, has left. */
  waiting(): number;
}

interface Kept {
  updates: Uint8Array[];
  open: number;
  erased: boolean;
}

const FROM_STORE = Symbol("from the local copy");

export function browserProfile(userId: number, fileId: number, nextClientId: () => number): BrowserProfile {
  const storage = mapStorage();
  const copies = new Map<string, Kept>();
  const openCopy: OpenLocalCopy = async (epoch, generation) => {
    const name = `${epoch}/${generation}`;
    const kept = copies.get(name) ?? { updates: [], open: 0, erased: false };
    copies.set(name, kept);
    return openKept(kept, epoch, generation, nextClientId(), () => {
      if (kept.open === 0 && kept.erased && copies.get(name) === kept) copies.delete(name);
    });
  };
  return {
    memory: () => createLocalMemory(storage, userId, fileId),
    openCopy,
    recovery: () => createLocalMemory(storage, userId, fileId).readRecovery() ?? "",
    waiting: () =>
      createLocalMemory(storage, userId, fileId)
        .read()
        .reduce((sum, { waiting }) => sum + waiting, 0),
  };
}

function openKept(
  kept: Kept,
  epoch: string,
  generation: number,
  clientId: number,
  closedOrErased: () => void,
): LocalCopy {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const awareness = new Awareness(doc);
  kept.open += 1;
  takeIn(doc, kept.updates);
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== FROM_STORE) kept.updates.push(update);
  });
  let open = true;
  const close = async () => {
    if (!open) return;
    open = false;
    kept.open -= 1;
    awareness.destroy();
    doc.destroy();
    closedOrErased();
  };
  const text = doc.getText(CONTENT_ROOT);
  return {
    epoch,
    generation,
    doc,
    text,
    awareness,
    persisted: true,
    async takeIn() {
      const before = Y.encodeStateAsUpdate(doc).byteLength;
      if (open) takeIn(doc, kept.updates);
      return Y.encodeStateAsUpdate(doc).byteLength !== before;
    },
    close,
    async erase() {
      kept.erased = true;
      await close();
      closedOrErased();
    },
  };
}

/** As y-indexeddb does it: not as an edit of this tab. */
function takeIn(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  const all = () => {
    for (const update of updates) Y.applyUpdate(doc, update);
  };
  Y.transact(doc, all, FROM_STORE, false);
}

function mapStorage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
