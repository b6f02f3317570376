import type { FileSocket } from "./events";

type Connection = FileSocket["conn"];

/** What was handed to a Socket.IO connection and not yet to the network. */
export interface Backlog {
  add(bytes: number): void;
  bytes(): number;
}

const backlogs = new WeakMap<Connection, Backlog>();

/**
 * Counts for one connection, over all its files. engine.io keeps packets back while its last ones are on their way, and
 * tells when it hands all it has kept to the stream (`flush`).
 */
export function backlogOf(connection: Connection): Backlog {
  const known = backlogs.get(connection);
  if (known !== undefined) return known;
  const { socket } = connection.request;
  let kept = 0;
  connection.on("flush", () => {
    kept = 0;
  });
  const backlog: Backlog = {
    add: (bytes) => {
      kept += bytes;
    },
    bytes: () => kept + socket.writableLength,
  };
  backlogs.set(connection, backlog);
  return backlog;
}
