import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Which other origins may call the API from a browser (CORS_ORIGINS), with Bearer tokens and never with cookies: hence
 * no Access-Control-Allow-Credentials, on any answer.
 */
const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const REQUEST_HEADERS = "Authorization, Content-Type, If-Match";
const EXPOSED = "ETag, Location, Retry-After, WWW-Authenticate, Allow";
/** How long a browser may remember the answer to its question. Seconds. */
const REMEMBERED = 600;

/**
 * Stamps what an allowed origin may see on the answer to come, errors included, and answers its preflights, whatever the
 * path. True when it has answered. Anybody else gets the same answers without these headers, and their browser refuses.
 */
export function answeredPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): boolean {
  if (allowed.length === 0 || !/^\/api\/v1(?:[/?]|$)/.test(request.url ?? "")) return false;
  response.appendHeader("vary", "Origin");
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return false;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-expose-headers", EXPOSED);
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined)
    return false;
  response.writeHead(204, {
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers": REQUEST_HEADERS,
    "access-control-max-age": String(REMEMBERED),
  });
  response.end();
  return true;
}
