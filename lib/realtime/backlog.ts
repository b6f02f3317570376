import type { FileSocket } from "./events";

type Connection = FileSocket["conn"];

/** What was handed to a Socket.IO connection and not yet to the network. */
export interface Backlog {
  add(bytes: number): void;
  bytes(): number;
}

const backlogs = new WeakMap<Connection, Backlog>();

/**
 * Counts for one connection, over all its files. engine.io keeps packets back while its last ones are on their way
 * (`writable`), and tells when it hands on all it has kept (`flush`).
 */
export function backlogOf(connection: Connection): Backlog {
  const known = backlogs.get(connection);
  if (known !== undefined) return known;
  let kept = 0;
  let onTheWay = 0;
  connection.on("flush", () => {
    onTheWay = kept;
    kept = 0;
  });
  const backlog: Backlog = {
    add: (bytes) => {
      kept += bytes;
    },
    bytes: () => kept + (connection.transport.writable ? 0 : onTheWay),
  };
  backlogs.set(connection, backlog);
  return backlog;
}
