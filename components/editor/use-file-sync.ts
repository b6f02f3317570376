import { useEffect, useState, useSyncExternalStore } from "react";
import { createLocalCopies } from "@/lib/browser/local-copies";
import { createLocalMemory, pageStorage } from "@/lib/browser/local-memory";
import { watchNetwork } from "@/lib/browser/network-watch";
import { pageSocket } from "@/lib/browser/socket";
import { SocketChannel } from "@/lib/browser/socket-channel";
import { ClientSync } from "@/lib/collab/client-sync";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";

/** What is known before the page runs in a browser. */
const NOTHING_YET: SyncSnapshot = {
  state: { kind: "connecting" },
  status: null,
  away: false,
  copy: null,
  me: null,
  role: null,
  roleBy: null,
  file: null,
  waiting: 0,
  tooLarge: false,
  returned: null,
  recovery: [],
};

/** One file's live edits for as long as the page shows it; `sync` is null until the page runs in a browser. */
export function useFileSync(
  fileId: number,
  accountId: number,
): { snapshot: SyncSnapshot; sync: ClientSync | null } {
  const [sync, setSync] = useState<ClientSync | null>(null);
  useEffect(() => {
    let opened: ClientSync | null = null;
    let left = false;
    // A moment later: React's strict mode leaves at once and comes again, and no connection shall be made for that.
    queueMicrotask(() => {
      if (left) return;
      opened = openFileSync(fileId, accountId);
      opened.start();
      setSync(opened);
    });
    return () => {
      left = true;
      opened?.stop();
    };
  }, [fileId, accountId]);
  const snapshot = useSyncExternalStore(
    sync?.subscribe ?? subscribeToNothing,
    sync?.getSnapshot ?? nothingYet,
    nothingYet,
  );
  return { snapshot, sync };
}

function openFileSync(fileId: number, accountId: number): ClientSync {
  const memory = createLocalMemory(pageStorage(), accountId, fileId);
  return new ClientSync({
    channel: new SocketChannel(pageSocket(`/files/${fileId}`), watchNetwork),
    memory,
    copies: createLocalCopies(fileId, accountId, memory),
  });
}

const nothingYet = (): SyncSnapshot => NOTHING_YET;
const subscribeToNothing = () => () => undefined;
