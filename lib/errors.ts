/** Every error the outside can see: its status and title. The only table from code to status. */
export const ERROR_TABLE = {
  bad_request: { status: 400, title: "Bad request" },
  unauthenticated: { status: 401, title: "Not signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  gone: { status: 410, title: "Gone" },
  precondition_failed: { status: 412, title: "Precondition failed" },
  too_large: { status: 413, title: "Too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  unprocessable: { status: 422, title: "Unprocessable" },
  too_many_requests: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Unavailable" },
} as const;

export type ErrorCode = keyof typeof ERROR_TABLE;
export interface FieldError {
  path: string;
  message: string;
}

interface AppErrorOptions {
  errors?: FieldError[];
  retryAfterSeconds?: number;
  allow?: string;
  cause?: unknown;
}

const BRAND = Symbol.for("tandem.AppError");

/**
 * An error meant for the caller: `message` is shown as `detail`, so it never holds SQL, paths or secrets.
 * Trap: server.ts and each route bundle hold their own copy of this class, so test with `isAppError`, never `instanceof`.
 */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly allow: string | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.allow = options.allow;
  }
}

export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** A member of the file, but the role does not allow it. */
export const roleForbids = (role: string): AppError =>
  new AppError("forbidden", `Your role here (${role}) does not allow this.`);

/** The one 404: an unknown id, a deleted file and a file one is no member of must look the same. */
export const fileNotFound = (): AppError =>
  new AppError("not_found", "No such file, or it is not shared with you.");
