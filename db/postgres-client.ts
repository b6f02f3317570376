import net from "node:net";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { CASING } from "./database";
import type { PostgresAddress } from "./postgres-address";
import * as schema from "./schema";

/**
 * Whether the database is away the lifeline judges, within a second. On a busy machine a connection takes longer, and
 * that says nothing: the name is looked up and the password is proved on libuv's few threads, where hashes and files wait.
 */
const CONNECT_SECONDS = 10;
const RECONNECT_SECONDS = 0.2;

export interface PostgresClient {
  sql: postgres.Sql;
  db: PostgresJsDatabase<typeof schema>;
  /** Waits so long for what is under way. */
  end(seconds: number): Promise<void>;
  /** At once: what hangs on its connections is rejected or lost. */
  drop(): void;
}

/** What postgres.js hands to its (undocumented) `socket` option. */
interface Target {
  host: string[];
  port: number[];
  path: string | false;
}

/**
 * A pool of at most `max` connections, opened when they are needed and renewed from time to time unless `lasting`.
 * `settings` hold for each of its sessions.
 */
export function openClient(
  { url, ssl }: PostgresAddress,
  max: number,
  { settings = {}, lasting = false }: { settings?: Record<string, number | string>; lasting?: boolean } = {},
): PostgresClient {
  const sockets = new Set<net.Socket>();
  let dropped = false;
  const options = {
    max,
    ssl,
    connect_timeout: CONNECT_SECONDS,
    ...(lasting ? { max_lifetime: null } : {}),
    backoff: () => RECONNECT_SECONDS,
    onnotice: () => undefined,
    // Trap: asked for on a connection that is lost meanwhile, they are an unhandled rejection, which ends the process. No
    // statement here answers or binds an array.
    fetch_types: false,
    connection: { application_name: "tandem", ...settings },
    // Our own sockets, so that one that hangs can be destroyed: postgres.js waits for the other side to hang up.
    socket: (target: Target) => {
      if (dropped) throw new Error("This pool is no longer used.");
      const socket = dial(target);
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      return socket;
    },
  };
  const client = postgres(url, options);
  return {
    sql: client,
    db: drizzle(client, { schema, casing: CASING }),
    end: (seconds) => client.end({ timeout: seconds }),
    drop() {
      dropped = true;
      void client.end({ timeout: 0 }).finally(() => {
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

function dial({ host: [host = "localhost"], port: [port = 5432], path }: Target): net.Socket {
  const socket = path === false ? net.connect(port, host) : net.connect(path);
  // Trap: to be hung up on before a word was said (a proxy whose database is down does so) is no error to postgres.js,
  // which would dial again, at once and for ever.
  socket.once("end", () => {
    if (socket.bytesRead === 0) socket.destroy(new HungUp());
  });
  return Object.assign(socket, { host }); // whom a certificate must name
}

class HungUp extends Error {
  readonly code = "ECONNRESET";
  constructor() {
    super("The database's address takes connections and hangs up.");
  }
}
