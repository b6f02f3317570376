import type { Namespace, Server } from "socket.io";
import type { FileServer, FileSocket } from "./events";
import { readFileId } from "./file-id";

const NAME = /^\/files\/(\d{1,1000})$/;

/** The file id in a namespace's name; null: no such file can exist. */
export const fileIdOf = (namespace: string): number | null => readFileId(NAME.exec(namespace)?.[1]);

/**
 * One namespace per file, made at the first join and closed when nobody holds it any more, also after a refused join.
 * Trap: `cleanupEmptyChildNamespaces` would close it under a holder that is no socket, and namespaces made from a
 * pattern are kept by their parent for ever; so the pattern only says yes and makes a plain namespace.
 */
export interface FileNamespaces {
  /** Counts one holder of the socket's namespace; returns how to let go (idempotent). */
  hold(socket: FileSocket): () => void;
}

export function serveFileNamespaces(
  io: FileServer,
  handlers: {
    join: (socket: FileSocket, next: (refused?: Error) => void) => void;
    joined: (socket: FileSocket) => void;
  },
): FileNamespaces {
  const holders = new WeakMap<object, number>();
  io.of((name: string, _auth: unknown, next: (error: Error | null, allowed: boolean) => void) => {
    const known = NAME.test(name);
    if (known) io.of(name).use(handlers.join).on("connection", handlers.joined);
    next(null, known);
  });
  return {
    hold(socket) {
      const namespace = socket.nsp;
      holders.set(namespace, (holders.get(namespace) ?? 0) + 1);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (holders.get(namespace) ?? 1) - 1;
        holders.set(namespace, left);
        if (left === 0) close(io, namespace);
      };
    },
  };
}

function close(io: Pick<Server, "_nsps">, namespace: Namespace): void {
  void namespace.adapter.close();
  // Socket.IO has no public way to forget a namespace.
  if (io._nsps.get(namespace.name) === namespace) io._nsps.delete(namespace.name);
}
