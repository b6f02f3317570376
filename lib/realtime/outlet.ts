import type { ConnectionSocket } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { FeatureEvent } from "@/lib/contracts/features";
import type { Refusal } from "@/lib/contracts/live";
import { backlogOf } from "./backlog";
import type { FileSocket } from "./events";

/** With more than this still to go out, a connection is ended without its last words. */
const LAST_WORDS_BYTES = 1024 * 1024;

/** What the engine sends before Socket.IO has confirmed the join, and its way out afterwards. */
export interface Outlet extends ConnectionSocket {
  /** The join is confirmed: everything held back goes out, in order. */
  open(): void;
}

/** The engine's way out through one Socket.IO socket. */
export function createOutlet(socket: FileSocket): Outlet {
  let held: (() => void)[] | null = [];
  let closed = false;
  const backlog = backlogOf(socket.conn);
  const send = (action: () => void) => {
    if (held === null) action();
    else held.push(action);
  };
  return {
    send: (message) =>
      send(() => {
        backlog.add(message.byteLength); // before: what is sent may be handed on at once
        socket.emit("message", message);
      }),
    backlog: () => backlog.bytes(),
    joined: (event) => send(() => socket.emit("joined", event)),
    renamed: (event) => send(() => socket.emit("renamed", event)),
    role: (event) => send(() => socket.emit("role", event)),
    user: (event) => send(() => socket.emit("user", event)),
    feature: (event, bytes) =>
      send(() => {
        backlog.add(bytes);
        emitFeature(socket, event);
      }),
    close(refusal: Refusal) {
      if (closed) return;
      closed = true;
      // The transport writes in order: whoever is sent away hears why first.
      send(() => {
        socket.emit("closed", refusal);
        socket.disconnect();
        // Who is to come back must not do so on this connection: it leads to a process that stops.
        if (refusal.code === CLOSE_CODES.restarting) socket.conn.close();
        // Who reads too slowly would keep it all in memory until the last word.
        if (backlog.bytes() > LAST_WORDS_BYTES) socket.conn.close(true);
      });
    },
    open() {
      const actions = held ?? [];
      held = null;
      for (const action of actions) action();
    },
  };
}

function emitFeature(socket: FileSocket, event: FeatureEvent): void {
  if (event.name === "findings") socket.emit("findings", event.payload);
  else socket.emit("assistant", event.payload);
}
