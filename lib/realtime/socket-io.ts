import http from "node:http";
import { Server } from "socket.io";
import type { LiveConnection } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Answered } from "@/lib/contracts/features";
import { maxMessageBytes } from "@/lib/contracts/limits";
import type { Refusal, UpdateAck } from "@/lib/contracts/live";
import { watchConnections } from "./connections";
import type { FileServer, FileSocket } from "./events";
import { fileIdOf, serveFileNamespaces } from "./file-namespaces";
import { type JoinDeps, joinFile, NOT_FOUND } from "./joining";
import { createOutlet, type Outlet } from "./outlet";
import type { Road, RoadDeps } from "./road";
import { shownCredential } from "./upgrade-guard";

const PATH = /^\/socket\.io\/?$/;
/** A connection that has joined no file by then is closed. */
const CONNECT_TIMEOUT_MS = 15_000;
/** A connection that died in silence is noticed after both together. */
const PING_EVERY_MS = 15_000;
const PING_TIMEOUT_MS = 10_000;

/** Live editing over Socket.IO (docs/protocol.md): namespace `/files/{id}`. */
export function createSocketIoRoad(deps: RoadDeps): Road {
  // Trap: attached to the real server, engine.io would answer refused upgrades with 400 and take requests that are
  // Next's. So it is attached to one that never listens, and is handed the upgrades that were judged.
  const upgrades = new http.Server();
  const io: FileServer = new Server(upgrades, {
    path: "/socket.io",
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
  const connections = watchConnections(io, deps.env.rateLimits);
  serveFiles(io, deps, connections.hold);
  return {
    serves: (path) => PATH.test(path),
    // A token comes in the first packet of each file, after the upgrade.
    credentialOf: (request) => shownCredential(request, undefined),
    upgrade: (request, socket, head) => void upgrades.emit("upgrade", request, socket, head),
    async close() {
      await connections.closeAll();
      await io.close();
    },
  };
}

/** Socket.IO hands `data` of a middleware's error to the client, in `connect_error`. */
class JoinRefused extends Error {
  override readonly name = "JoinRefused";
  readonly data: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.data = refusal;
  }
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
    const answer = await joinFile(
      { request: socket.request, token: tokenOf(socket), fileId: fileIdOf(socket.nsp.name) },
      outlet,
      deps,
    );
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
  socket.onAny((name: string, ...said: unknown[]) => {
    if (name === "message") return;
    const ack = said.at(-1);
    const answer = typeof ack === "function" ? (answered: Answered<unknown>) => void ack(answered) : ignore;
    connection.request(name, typeof said[0] === "function" ? undefined : said[0], answer);
  });
  outlet.open();
}

const ignore = () => undefined;

function tokenOf(socket: FileSocket): string | undefined {
  const token: unknown = socket.handshake.auth.token;
  return typeof token === "string" && token !== "" ? token : undefined;
}
