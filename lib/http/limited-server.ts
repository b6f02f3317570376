import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { RAW_SECURITY_HEADERS } from "./security-headers";

/** What one connection may take before a handler sees anything of it. */
export interface ConnectionLimits {
  /** Request line and headers together, in bytes: more is 431. */
  headerBytes: number;
  /** How long the headers may take to come, and how long the whole request with its body. Milliseconds: later is 408. */
  headersMs: number;
  requestMs: number;
  /** How long an idle connection is kept for the next request: longer than proxies keep theirs. */
  keepAliveMs: number;
  /** How often the times are looked at. */
  checkMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headerBytes: 16 * 1024,
  headersMs: 15_000,
  requestMs: 120_000,
  keepAliveMs: 65_000,
  checkMs: 2_000,
};

const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
const DETAILS: Record<number, string> = {
  400: "This is no HTTP request.",
  408: "The request took too long to arrive.",
  413: "The request is too large.",
  431: "The address or the headers of the request are too long.",
};

/** An HTTP server that bounds what it reads, and says what it refuses as any other error is said. */
export function createLimitedServer(
  listener: RequestListener,
  limits: ConnectionLimits = CONNECTION_LIMITS,
): http.Server {
  const answering = new WeakMap<Duplex, ServerResponse>();
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
  };
  const server = http.createServer(options, (request: IncomingMessage, response) => {
    answering.set(request.socket, response);
    listener(request, response);
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    // In the middle of an answer another one would be taken for a part of it.
    const midAnswer = response?.headersSent === true && !response.writableEnded;
    if (error.code === "ECONNRESET" || !socket.writable || midAnswer) socket.destroy();
    else socket.end(rawProblem(STATUS_OF[error.code ?? ""] ?? 400), () => socket.destroy());
  });
  return server;
}

/** A whole answer as it goes over the wire, for a connection that is then closed. */
function rawProblem(status: number): string {
  const title = http.STATUS_CODES[status] ?? "";
  const body = JSON.stringify({ type: "about:blank", title, status, detail: DETAILS[status] ?? title });
  const headers = {
    ...RAW_SECURITY_HEADERS,
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  return `HTTP/1.1 ${status} ${title}\r\n${headerLines(headers)}\r\n${body}`;
}

export const headerLines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
