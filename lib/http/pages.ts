import type { IncomingMessage, ServerResponse } from "node:http";
import type { RateLimit } from "@/lib/access/rate-limiter";
import { ADDRESS_LIMIT, INVITE_LOOKUP_LIMIT } from "@/lib/access/rate-limits";
import type { Container } from "@/lib/container";
import { stampedAddress } from "./client-address";

/** Where app/unavailable is; proxy.ts gives it its status. */
export const UNAVAILABLE = "/unavailable";
const RETRY_SECONDS = 2;
/** What is no page: the API and metrics say it in their own way, and files need no database. */
const NO_PAGE = /^\/(?:api|_next|__nextjs|socket\.io|metrics)(?:[/_?]|$)|^\/icon\.svg/;
const INVITE_PAGE = /^\/invite\//;

type PageDeps = Pick<Container, "env" | "databaseAnswers" | "rateLimiter">;

/**
 * What a page passes before Next draws it: the limits of its address, and a database that answers. While that is away a
 * page that says so comes in place of any, under the address that was asked for: Next itself would say 500 without a
 * word. True when it has answered. Trap: a rewrite in proxy.ts is taken for one to another host, and fetched from there,
 * as soon as HOST is written in other words than the request's.
 */
export async function answeredInPlaceOfPage(
  request: IncomingMessage,
  response: ServerResponse,
  { env, databaseAnswers, rateLimiter }: PageDeps,
): Promise<boolean> {
  const { url = "/" } = request;
  if (NO_PAGE.test(url)) return false;
  const limits: RateLimit[] = INVITE_PAGE.test(url) ? [ADDRESS_LIMIT, INVITE_LOOKUP_LIMIT] : [ADDRESS_LIMIT];
  for (const limit of limits) {
    const taken = await rateLimiter.take(limit, stampedAddress(request.headers));
    if (taken.allowed) continue;
    sayTooMany(response, taken.retryAfterSeconds);
    return true;
  }
  // The embedded database is a part of this process: it can be busy, but not away.
  if (env.databaseUrl === undefined || (await databaseAnswers())) return false;
  const query = url.indexOf("?");
  request.url = UNAVAILABLE + (query < 0 ? "" : url.slice(query));
  response.setHeader("retry-after", String(RETRY_SECONDS));
  return false;
}

function sayTooMany(response: ServerResponse, seconds: number): void {
  response.writeHead(429, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "retry-after": String(seconds),
  });
  response.end(`Too many requests. Wait ${seconds} seconds.\n`);
}
