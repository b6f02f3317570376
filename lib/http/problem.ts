import type { Problem } from "@/lib/contracts/common";
import { AppError, ERROR_TABLE, isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";

const RETRY_SECONDS = 2;

/** What an error looks like on the wire (RFC 9457). */
export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The answer to an error: known ones speak, unknown ones are logged and say nothing. */
export function problemResponse(error: unknown, logger: Logger, requestId: string): Response {
  if (isAppError(error) && error.code !== "internal") return toResponse(error);
  logger.error({ err: error, requestId }, "request failed");
  return toResponse(new AppError("internal", `Something went wrong. The log names it as ${requestId}.`));
}

function toResponse(error: AppError): Response {
  const { status, headers, body } = problemAnswer(error);
  return new Response(body, { status, headers });
}

export function problemAnswer(error: AppError): ProblemAnswer {
  const { status, title } = ERROR_TABLE[error.code];
  const problem: Problem = { type: "about:blank", title, status, detail: error.message };
  if (error.errors !== undefined) problem.errors = error.errors;
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  };
  if (error.code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  if (error.allow !== undefined) headers.allow = error.allow;
  const retryAfter = error.retryAfterSeconds ?? (status === 503 ? RETRY_SECONDS : undefined);
  if (retryAfter !== undefined) headers["retry-after"] = String(retryAfter);
  return { status, headers, body: JSON.stringify(problem) };
}
