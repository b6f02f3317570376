import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { problemAnswer } from "./problem";

/** What route handlers can be written for; of anything else Next says 400 without a word. */
const METHODS: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Answers requests to /api that Next would answer itself, with a redirect or a page of its own: repeated slashes,
 * backslashes, broken escapes, methods that no path has. True when it has answered. Call before Next.
 */
export function answeredOddRequest(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? "/").split(/[?#]/)[0] ?? "/";
  if (!/^[\\/]+api(?:[\\/]|$)/i.test(path)) return false;
  const error = judge(request.method ?? "GET", path);
  if (error === null) return false;
  const { status, headers, body } = problemAnswer(error);
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
  return true;
}

function judge(method: string, path: string): AppError | null {
  if (!METHODS.includes(method)) {
    const allow = METHODS.join(", ");
    return new AppError("method_not_allowed", `Use ${allow}.`, { allow });
  }
  if (/\\|\/\//.test(path) || !isDecodable(path))
    return new AppError("not_found", "There is nothing at this path.");
  return null;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false; // `%` without two hex digits, or bytes that are no UTF-8: no path of ours
  }
}
