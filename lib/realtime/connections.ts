import { createTokenBucket } from "@/lib/collab/token-bucket";
import { REQUEST_LENGTH } from "@/lib/contracts/limits";
import { steadyNow } from "@/lib/steady-clock";
import type { FileServer, FileSocket } from "./events";

/** Joins and refused joins of one connection: a page opens one file and comes back to it after a drop. */
const JOIN_BURST = 60;
const JOINS_PER_SECOND = 1;
/** A connection that has left its last file is closed after this long. */
const IDLE_MS = 10_000;
/** How long the last messages may take to go out when the process stops. */
const FLUSH_MS = 1_000;
/** First character of a Socket.IO packet that asks to join a namespace (socket.io-protocol 5, CONNECT). */
const CONNECT_PACKET = "0";

type Connection = FileSocket["conn"];

/** The WebSockets under the files' sockets: one carries every file that a page has open. */
export interface Connections {
  /** The socket holds its connection open; returns how to let go (idempotent). */
  hold(socket: FileSocket): () => void;
  /** Closes all, after what was said has gone out or a deadline has passed. */
  closeAll(): Promise<void>;
}

export function watchConnections(io: FileServer, limited: boolean): Connections {
  const open = new Map<Connection, number>();
  let emptied: (() => void) | undefined;
  io.engine.on("connection", (connection: Connection) => {
    open.set(connection, 0);
    connection.once("close", () => {
      open.delete(connection);
      if (open.size === 0) emptied?.();
    });
    limitText(connection);
    if (limited) limitJoins(connection);
  });
  const change = (connection: Connection, by: number): number => {
    const count = open.get(connection);
    if (count === undefined) return 0;
    open.set(connection, count + by);
    return count + by;
  };
  return {
    hold({ conn }) {
      change(conn, 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        if (change(conn, -1) > 0) return;
        const closeIfIdle = () => {
          if (open.get(conn) === 0) conn.close();
        };
        setTimeout(closeIfIdle, IDLE_MS).unref();
      };
    },
    async closeAll() {
      if (open.size === 0) return;
      const allClosed = new Promise<void>((resolve) => {
        emptied = resolve;
      });
      for (const connection of open.keys()) connection.close(); // lets what is queued go out first
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FLUSH_MS);
      });
      await Promise.race([allClosed, deadline]);
      clearTimeout(timer);
    },
  };
}

/** Edits are binary, so nothing that comes as text is long: what is does not reach Socket.IO's parser. */
function limitText(connection: Connection): void {
  connection.on("packet", ({ data }: { data?: unknown }) => {
    if (typeof data === "string" && data.length > REQUEST_LENGTH) end(connection);
  });
}

/** Ends a connection that asks to join more often than any page does, before a namespace is made for it. */
function limitJoins(connection: Connection): void {
  const joins = createTokenBucket(JOIN_BURST, JOINS_PER_SECOND, steadyNow);
  connection.on("packet", ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== "message" || typeof data !== "string" || !data.startsWith(CONNECT_PACKET)) return;
    if (!joins.take(1)) end(connection);
  });
}

function end(connection: Connection): void {
  connection.removeAllListeners("data"); // else this very packet still reaches Socket.IO
  connection.close();
}
