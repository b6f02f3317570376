import type { ConnectionSocket } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { FeatureEvent } from "@/lib/contracts/features";
import type { Refusal } from "@/lib/contracts/live";
import { type Backlog, backlogOf } from "./backlog";
import type { FileSocket } from "./events";
import { FRAMED_MAX_BYTES, frameEvent, rememberLast } from "./frames";

/** With more than this still to go out, a connection is ended without its last words. */
const LAST_WORDS_BYTES = 1024 * 1024;

const framed = rememberLast(frameEvent);

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
    send(message) {
      if (held === null) post(socket, backlog, message);
      else held.push(() => post(socket, backlog, message));
    },
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

/**
 * To a crowd Socket.IO would encode and frame the same bytes once for each. Past `writable` engine.io keeps packets back,
 * and this one must not overtake them; else all it was given is with the stream already.
 */
function post(socket: FileSocket, backlog: Backlog, message: Uint8Array): void {
  const { conn } = socket;
  if (conn.transport.writable && message.byteLength <= FRAMED_MAX_BYTES) {
    if (conn.readyState === "open") conn.request.socket.write(framed(message, socket.nsp.name));
    return;
  }
  backlog.add(message.byteLength); // before: what is sent may be handed on at once
  socket.emit("message", message);
}

function emitFeature(socket: FileSocket, event: FeatureEvent): void {
  if (event.name === "findings") socket.emit("findings", event.payload);
  else if (event.name === "assistant") socket.emit("assistant", event.payload);
  else socket.emit("run", event.payload);
}
