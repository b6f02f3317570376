import type { Problem } from "@/lib/contracts/common";
import { AppError, ERROR_TABLE, isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";

const RETRY_SECONDS = "2";

/** The answer to an error: known ones speak (RFC 9457), unknown ones are logged and say nothing. */
export function problemResponse(error: unknown, logger: Logger, requestId: string): Response {
  if (isAppError(error)) return toResponse(error);
  logger.error({ err: error, requestId }, "request failed");
  return toResponse(new AppError("internal", `Something went wrong. The log names it as ${requestId}.`));
}

function toResponse(error: AppError): Response {
  const { status, title } = ERROR_TABLE[error.code];
  const problem: Problem = { type: "about:blank", title, status, detail: error.message };
  if (error.errors !== undefined) problem.errors = error.errors;
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (error.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
  if (error.allow !== undefined) headers.set("allow", error.allow);
  if (error.retryAfterSeconds !== undefined) headers.set("retry-after", String(error.retryAfterSeconds));
  else if (status === 503) headers.set("retry-after", RETRY_SECONDS);
  return new Response(JSON.stringify(problem), { status, headers });
}
