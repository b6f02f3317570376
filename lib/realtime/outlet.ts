import type { ConnectionSocket } from "@/lib/collab/types";
import type { Refusal } from "@/lib/contracts/live";
import type { FileSocket } from "./events";

/** What the engine sends before Socket.IO has confirmed the join, and its way out afterwards. */
export interface Outlet extends ConnectionSocket {
  /** The join is confirmed: everything held back goes out, in order. */
  open(): void;
}

/** The engine's way out through one Socket.IO socket. */
export function createOutlet(socket: FileSocket): Outlet {
  let held: (() => void)[] | null = [];
  let closed = false;
  const send = (action: () => void) => {
    if (held === null) action();
    else held.push(action);
  };
  return {
    send: (message) => send(() => socket.emit("message", message)),
    joined: (event) => send(() => socket.emit("joined", event)),
    renamed: (event) => send(() => socket.emit("renamed", event)),
    role: (event) => send(() => socket.emit("role", event)),
    close(refusal: Refusal) {
      if (closed) return;
      closed = true;
      // The transport writes in order: whoever is sent away hears why first.
      send(() => {
        socket.emit("closed", refusal);
        socket.disconnect();
      });
    },
    open() {
      const actions = held ?? [];
      held = null;
      for (const action of actions) action();
    },
  };
}
