import http, { type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { Server } from "socket.io";
import type { RateLimiter } from "@/lib/access/rate-limiter";
import type { LiveConnection, LiveEngine } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { maxMessageBytes } from "@/lib/contracts/limits";
import type { Refusal, UpdateAck } from "@/lib/contracts/live";
import type { Logger } from "@/lib/logger";
import { watchConnections } from "./connections";
import type { FileServer, FileSocket } from "./events";
import { serveFileNamespaces } from "./file-namespaces";
import { type JoinDeps, JoinRefused, joinFile, NOT_FOUND } from "./joining";
import { createOutlet, type Outlet } from "./outlet";
import { createRefusalMemory } from "./refusal-memory";
import { judgeUpgrade, refuseUpgrade } from "./upgrade-guard";

const PATH = "/socket.io";
/** A connection that has joined no file by then is closed. */
const CONNECT_TIMEOUT_MS = 15_000;
/** A connection that died in silence is noticed after both together. */
const PING_EVERY_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;

export interface SocketIoDeps {
  env: { maxFileBytes: number; publicUrl: string | undefined; rateLimits: boolean };
  engine: LiveEngine;
  rateLimiter: RateLimiter;
  authenticate: JoinDeps["authenticate"];
  logger: Logger;
}

/**
 * Serves live editing over Socket.IO (docs/protocol.md) on the server's upgrades under /socket.io/, namespace
 * `/files/{id}`. `stop` stops the engine, which says why through the open connections, and ends them. Idempotent.
 */
export function attachSocketIo(server: http.Server, deps: SocketIoDeps): { stop(): Promise<void> } {
  // Trap: attached to the real server, engine.io would answer refused upgrades with 400 and take requests that are
  // Next's. So it is attached to one that never listens, and is handed the upgrades that were judged.
  const upgrades = new http.Server();
  const io: FileServer = new Server(upgrades, {
    path: PATH,
    transports: ["websocket"],
    serveClient: false,
    destroyUpgrade: false,
    perMessageDeflate: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxHttpBufferSize: maxMessageBytes(deps.env.maxFileBytes),
    cleanupEmptyChildNamespaces: false,
  });
  const refusals = createRefusalMemory();
  const connections = watchConnections(io, deps.env.rateLimits);
  serveFiles(io, { ...deps, refusals }, connections.hold);

  let stopped: Promise<void> | null = null;
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isOurs(request)) return;
    const onError = () => socket.destroy();
    socket.on("error", onError);
    if (stopped !== null) return refuseUpgrade(socket, "503 Service Unavailable", 1);
    void judgeUpgrade(request, { ...deps, refusals }).then(
      (verdict) => {
        if (!verdict.allowed) return refuseUpgrade(socket, verdict.status, verdict.retryAfterSeconds);
        socket.off("error", onError);
        upgrades.emit("upgrade", request, socket, head);
      },
      (error: unknown) => {
        deps.logger.error({ err: error }, "a live connection could not be judged");
        refuseUpgrade(socket, "503 Service Unavailable", 1);
      },
    );
  };
  server.on("upgrade", onUpgrade);

  const stop = async () => {
    await deps.engine.stop();
    await connections.closeAll();
    await io.close();
    server.off("upgrade", onUpgrade);
  };
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

function isOurs(request: IncomingMessage): boolean {
  const path = request.url?.split("?")[0];
  return path === PATH || path === `${PATH}/`;
}

interface Joined {
  outlet: Outlet;
  connection: LiveConnection;
}

/** Joins in a middleware, since only there a refusal can carry data; serves once Socket.IO has confirmed the join. */
function serveFiles(
  io: FileServer,
  deps: JoinDeps,
  holdConnection: (socket: FileSocket) => () => void,
): void {
  const joins = new Map<FileSocket, Joined>();
  io.use((_socket, next) => next(new JoinRefused(NOT_FOUND))); // the namespace `/` is nobody's

  const join = async (socket: FileSocket, next: (refused?: Error) => void) => {
    const letGo = [namespaces.hold(socket), holdConnection(socket)];
    const outlet = createOutlet(socket);
    let connection: LiveConnection | null = null;
    let gone = false;
    const leave = () => {
      if (gone) return;
      gone = true;
      socket.conn.off("close", leave);
      joins.delete(socket);
      connection?.disconnected();
      for (const release of letGo) release();
    };
    socket.conn.once("close", leave); // before the join is confirmed there is no `disconnect`
    socket.once("disconnect", leave);
    const answer = await joinFile(socket, outlet, deps);
    if ("code" in answer) {
      leave();
      next(new JoinRefused(answer));
    } else if (gone) answer.disconnected();
    else {
      connection = answer;
      joins.set(socket, { outlet, connection });
      next();
    }
  };
  const namespaces = serveFileNamespaces(io, {
    join: (socket, next) => void join(socket, next),
    joined: (socket) => {
      const joined = joins.get(socket);
      if (joined !== undefined) serve(socket, joined);
      joins.delete(socket);
    },
  });
}

/** What was held back goes out, and messages come in. */
function serve(socket: FileSocket, { outlet, connection }: Joined): void {
  socket.on("message", (payload, ack) => {
    const answer = typeof ack === "function" ? (answered: UpdateAck) => void ack(answered) : undefined;
    if (payload instanceof Uint8Array) return connection.receive(payload, answer);
    const refusal: Refusal = { code: CLOSE_CODES.invalid, detail: "A message must be binary." };
    answer?.({ error: refusal });
    outlet.close(refusal);
  });
  outlet.open();
}
