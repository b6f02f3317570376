import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { requestHost } from "./client-address";
import { problemAnswer } from "./problem";

/** What route handlers can be written for; of anything else Next says 400 without a word. */
const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Pages and assets are looked at only. */
const LOOKING: readonly string[] = ["GET", "HEAD", "OPTIONS"];
const API = /^[\\/]+api(?:[\\/]|$)/i;
/** What `next dev` talks to itself about. */
const DEV_TOOLS = /^\/(?:_next|__nextjs)/;

/**
 * Answers what Next would answer itself, with a redirect, a page or a fault of its own: a host that is none, a whole
 * address in place of a path, methods that no page has; and under /api repeated slashes, backslashes, dots for folders,
 * broken escapes, methods that no path has. True when it has answered. Call before Next.
 */
export function answeredOddRequest(request: IncomingMessage, response: ServerResponse): boolean {
  const error = judge(request);
  if (error === null) return false;
  const { status, headers, body } = problemAnswer(error);
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
  return true;
}

function judge(request: IncomingMessage): AppError | null {
  const { url = "/", method = "GET" } = request;
  if (!url.startsWith("/") && !url.startsWith("\\"))
    return new AppError("bad_request", "The request must name a path.");
  if (!isHost(requestHost(request.headers)))
    return new AppError("bad_request", "The Host of the request is no host.");
  const path = url.split(/[?#]/)[0] ?? "/";
  if (API.test(path)) return judgeApi(method, path);
  if (LOOKING.includes(method) || DEV_TOOLS.test(path)) return null;
  return notAllowed(LOOKING);
}

function judgeApi(method: string, path: string): AppError | null {
  if (!METHODS.includes(method)) return notAllowed(METHODS);
  const nowhere = /\\|\/\//.test(path) || !isDecodable(path) || hasDotSegment(path);
  return nowhere ? new AppError("not_found", "There is nothing at this path.") : null;
}

function notAllowed(methods: readonly string[]): AppError {
  const allow = methods.join(", ");
  return new AppError("method_not_allowed", `Use ${allow}.`, { allow });
}

/** A name or an address, with or without a port, and nothing else: links and origins are made from it. */
function isHost(text: string): boolean {
  if (!/^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(text)) return false;
  return URL.canParse(`http://${text}`);
}

/** `.` or `..` as a part of the path, plain or escaped: what Next would resolve names another path than was asked for. */
function hasDotSegment(path: string): boolean {
  return path.split("/").some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false; // `%` without two hex digits, or bytes that are no UTF-8: no path of ours
  }
}
