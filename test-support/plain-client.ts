import { once } from "node:events";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { CONTENT_ROOT } from "@/lib/contracts/live";

const ROAD = "/api/v1/collaboration/ws";

// Node 20 has none of its own, and the provider takes the global one.
if (!("WebSocket" in globalThis)) Reflect.set(globalThis, "WebSocket", WebSocket);

export const plainAddress = (url: string, fileId: number | string): string =>
  `${url.replace(/^http/, "ws")}${ROAD}/${fileId}`;

export interface StockClient {
  provider: WebsocketProvider;
  doc: Y.Doc;
  text: Y.Text;
  /** Resolves with its code when the provider gives up. */
  ended: Promise<number>;
}

/** What anybody has who installs `y-websocket`: its own provider, unchanged. Destroy `provider`. */
export function connectStock(url: string, fileId: number, token: string, doc = new Y.Doc()): StockClient {
  const provider = new WebsocketProvider(plainAddress(url, "").replace(/\/$/, ""), String(fileId), doc, {
    params: { token },
    disableBc: true,
  });
  const ended = new Promise<number>((resolve) => provider.on("closed", ({ code }) => resolve(code)));
  return { provider, doc, text: doc.getText(CONTENT_ROOT), ended };
}

export interface RawAnswer {
  /** Of an upgrade that was refused; undefined: it was not. */
  status?: number;
  retryAfter?: string;
  code?: number;
  reason?: string;
}

/** Opens a raw connection, does `then` with it, and waits for its end or for the refusal of its upgrade. */
export async function openRaw(
  address: string,
  headers: Record<string, string> = {},
  then: (socket: WebSocket) => void = () => undefined,
): Promise<RawAnswer> {
  const socket = new WebSocket(address, { headers });
  socket.on("error", () => undefined); // told as the end, or as the refusal
  socket.on("open", () => then(socket));
  const refused = new Promise<RawAnswer>((resolve) =>
    socket.on("unexpected-response", (request, response) => {
      request.destroy();
      resolve({ status: response.statusCode, retryAfter: response.headers["retry-after"] });
    }),
  );
  const closed = once(socket, "close").then(([code, reason]) => ({ code, reason: String(reason) }));
  return Promise.race([refused, closed]);
}
