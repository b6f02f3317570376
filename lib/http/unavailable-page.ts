import type { IncomingMessage, ServerResponse } from "node:http";
import type { Container } from "@/lib/container";

/** Where app/unavailable is; proxy.ts gives it its status. */
export const UNAVAILABLE = "/unavailable";
const RETRY_SECONDS = 2;
/** What is no page: the API says it in its own way, and files need no database. */
const NO_PAGE = /^\/(?:api|_next|__nextjs|socket\.io)(?:[/_?]|$)|^\/icon\.svg/;

/**
 * While the database is away a page that says so comes in place of any, under the address that was asked for: Next
 * itself would say 500 without a word. Call before Next. Trap: a rewrite in proxy.ts is taken for one to another host, and
 * fetched from there, as soon as HOST is written in other words than the request's.
 */
export async function leadToUnavailable(
  request: IncomingMessage,
  response: ServerResponse,
  { env, databaseAnswers }: Pick<Container, "env" | "databaseAnswers">,
): Promise<void> {
  const { url = "/" } = request;
  // The embedded database is a part of this process: it can be busy, but not away.
  if (env.databaseUrl === undefined || NO_PAGE.test(url) || (await databaseAnswers())) return;
  const query = url.indexOf("?");
  request.url = UNAVAILABLE + (query < 0 ? "" : url.slice(query));
  response.setHeader("retry-after", String(RETRY_SECONDS));
}
