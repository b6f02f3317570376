import { pino } from "pino";

/** Structured JSON lines on standard output. Never hand it a token, a password, an invite or a file's text. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const STANDARD_OUTPUT = 1;

/** `to`: a file descriptor, standard output when left out. */
export function createLogger(level: LogLevel, to = STANDARD_OUTPUT): Logger {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => presentError(error) },
    redact: [
      "password",
      "token",
      "authorization",
      "cookie",
      "*.password",
      "*.token",
      "*.authorization",
      "*.cookie",
    ],
  };
  return pino(options, pino.destination({ dest: to, sync: true }));
}

/** Of an error's own fields, those that name what went wrong and hold nothing of what somebody sent. */
const ERROR_FIELDS = ["code", "digest", "constraint_name", "syscall"] as const;
const CAUSES_MAX = 5;

/**
 * An error as the log shows it. Trap: drizzle writes the values of a failed statement into its message, and PostgreSQL
 * the offending row into `detail`: hashes, email addresses, text of files. Neither is shown.
 */
export function presentError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const message = "query" in error && "params" in error ? `Failed query: ${error.query}` : error.message;
  const shown: Record<string, unknown> = { type: error.name, message, stack: framesOf(error) };
  for (const field of ERROR_FIELDS) {
    const value = Object.getOwnPropertyDescriptor(error, field)?.value;
    if (typeof value === "string") shown[field] = value;
  }
  if (error.cause !== undefined && depth < CAUSES_MAX) shown.cause = presentError(error.cause, depth + 1);
  return shown;
}

/** Where it happened; the stack without the message that it begins with. */
function framesOf({ stack = "", message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length).trim();
}
