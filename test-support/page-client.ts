import { Manager } from "socket.io-client";
import type * as Y from "yjs";
import { SocketChannel } from "@/lib/browser/socket-channel";
import { ClientSync } from "@/lib/collab/client-sync";
import { browserProfile } from "./live-fuzz/browser-profile";

export interface PageClient {
  sync: ClientSync;
  /** The text as it stands now; null before there is any. The document may be another one after a while. */
  text(): Y.Text | null;
  /** Whether all that was typed is said to be saved. */
  saved(): boolean;
  close(): void;
}

let made = 0;
/** Counted, not drawn, so that a run can be repeated. */
let clientId = 1_000_000_000;

/** What our pages are made of, without a browser around it: the real ClientSync and SocketChannel over Socket.IO. */
export function openPageClient(url: string, fileId: number, token: string): PageClient {
  const manager = new Manager(url, {
    path: "/socket.io",
    transports: ["websocket"],
    autoConnect: false,
    reconnection: false,
    timeout: 10_000,
  });
  made += 1;
  const nextClientId = () => {
    clientId += 1;
    return clientId;
  };
  const page = browserProfile(made, fileId, { nextClientId, locks: true }).openPage();
  const channel = new SocketChannel(
    manager.socket(`/files/${fileId}`, { auth: { token } }),
    () => () => undefined, // no browser says anything of its network
  );
  const sync = new ClientSync({ channel, ...page });
  sync.start();
  return {
    sync,
    text: () => sync.getSnapshot().copy?.text ?? null,
    saved() {
      const { state, status, waiting } = sync.getSnapshot();
      return state.kind === "live" && status === "saved" && waiting === 0;
    },
    close() {
      sync.stop();
      page.die();
    },
  };
}
