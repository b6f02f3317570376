import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { ConnectionSocket, LiveConnection } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import { maxMessageBytes } from "@/lib/contracts/limits";
import { readFileId } from "./file-id";
import { FRAMED_MAX_BYTES, frameMessage, rememberLast } from "./frames";
import { joinFile } from "./joining";
import type { Road, RoadDeps } from "./road";
import { shownCredential } from "./upgrade-guard";

const PATH = /^\/api\/v1\/collaboration\/ws\/([^/]+)\/?$/;
/** A connection that has not answered the last ping by the next one is dead. */
const PING_EVERY_MS = 15_000;
/** How long the other side may take to answer a close. */
const CLOSE_TIMEOUT_MS = 2_000;
/** What a close frame has room for (RFC 6455 5.5: 125 bytes, two of them the code). */
const REASON_MAX_BYTES = 123;
const TOO_BIG = 1009;
/** Under which refusals of those are remembered who show nothing. */
const NOBODY = "";
const framed = rememberLast(frameMessage);

/** Speaks of a message over the limit as CONTRACT 3 does, where `ws` would say 1009, and clients would come back. */
class PlainSocket extends WebSocket {
  alive = true;

  override close(code?: number, reason?: string | Buffer): void {
    setTimeout(() => this.terminate(), CLOSE_TIMEOUT_MS).unref();
    if (code === TOO_BIG)
      super.close(CLOSE_CODES.tooLarge, "The message is larger than the file may become.");
    else super.close(code, reason);
  }
}

/** Live editing for any Yjs client: the y-websocket protocol, one file per connection, refusals as close codes. */
export function createPlainRoad(deps: RoadDeps): Road {
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: PlainSocket,
    maxPayload: maxMessageBytes(deps.env.maxFileBytes),
    perMessageDeflate: false,
  });
  const pings = setInterval(() => {
    for (const socket of server.clients) {
      if (!socket.alive) socket.terminate();
      socket.alive = false;
      socket.ping();
    }
  }, PING_EVERY_MS);
  pings.unref();
  return {
    serves: (path) => PATH.test(path),
    credentialOf: (request) => shownCredential(request, tokenOf(request)) ?? NOBODY,
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        void serve({ socket: webSocket, stream: socket }, request, deps);
      });
    },
    async close() {
      clearInterval(pings);
      await Promise.all([...server.clients].map(ended));
      server.close();
    },
  };
}

/** `?token=`; a header or a cookie is read by whoever verifies. */
function tokenOf(request: IncomingMessage): string | undefined {
  const token = new URLSearchParams(request.url?.split("?")[1]).get("token");
  return token === null || token === "" ? undefined : token;
}

interface Plain {
  socket: PlainSocket;
  /** What `socket` writes to. */
  stream: Duplex;
}

/** Joins, and from then on hands on what is said. */
async function serve({ socket, stream }: Plain, request: IncomingMessage, deps: RoadDeps): Promise<void> {
  let connection: LiveConnection | null = null;
  socket.on("pong", () => {
    socket.alive = true;
  });
  socket.on("error", (error) => deps.logger.debug({ err: error }, "a plain connection broke a rule"));
  socket.on("close", () => connection?.disconnected());
  socket.on("message", (data, isBinary) => {
    if (isBinary) connection?.receive(bytesOf(data));
    else outlet.close({ code: CLOSE_CODES.invalid, detail: "A message must be binary." });
  });
  const outlet = createOutlet(socket, stream);
  // Stock clients speak at once; what they say waits in the kernel until the join is done.
  socket.pause();
  const path = request.url?.split("?")[0] ?? "";
  const answer = await joinFile(
    { request, token: tokenOf(request), fileId: readFileId(PATH.exec(path)?.[1]) },
    outlet,
    deps,
  );
  if ("code" in answer) outlet.close(answer);
  else if (socket.readyState === WebSocket.CLOSED) answer.disconnected();
  else connection = answer;
  socket.resume();
}

function createOutlet(socket: WebSocket, stream: Duplex): ConnectionSocket {
  const nothing = () => undefined; // the protocol of stock clients has no word for it
  return {
    send(message) {
      // In order with what `ws` writes itself: without compression that, too, is written at once.
      if (message.byteLength > FRAMED_MAX_BYTES) socket.send(message);
      else if (socket.readyState === WebSocket.OPEN) stream.write(framed(message));
    },
    backlog: () => socket.bufferedAmount,
    joined: nothing,
    renamed: nothing,
    role: nothing,
    user: nothing,
    feature: null,
    close: ({ code, detail }) => socket.close(code, reasonOf(detail)),
  };
}

/** Cut between characters. */
function reasonOf(detail: string): string {
  const characters = [...detail];
  while (Buffer.byteLength(characters.join("")) > REASON_MAX_BYTES) characters.pop();
  return characters.join("");
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

/** Resolves when the close was answered, or that took too long. */
async function ended(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.close(CLOSE_CODES.restarting);
  await closed;
}
