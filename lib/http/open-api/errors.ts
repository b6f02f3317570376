import { problemSchema } from "@/lib/contracts/common";
import { ERROR_TABLE } from "@/lib/errors";
import type { DeclaredError } from "../answers";
import type { Json, SchemaBook } from "./schemas";

/** When each error is answered, and what its `detail` may say. */
const WORDS: Record<DeclaredError, [when: string, detail: string]> = {
  bad_request: ["The body is no JSON, or an id in the path is no number.", "The body is not JSON."],
  unauthenticated: ["No, expired, forged or revoked credentials.", "Sign in first."],
  forbidden: [
    "The caller's role does not allow it, or a request with the browser's cookie comes from elsewhere.",
    "Your role here (viewer) does not allow this.",
  ],
  not_found: [
    "No such thing, or a file the caller is no member of: both look the same.",
    "No such file, or it is not shared with you.",
  ],
  conflict: ["It is taken, or no longer kept.", "The base is no longer kept."],
  gone: [
    "The invite is expired, revoked or used up.",
    "This invite link no longer works. Ask the file's owner for a new one.",
  ],
  precondition_failed: ["`If-Match` does not hold.", "The file has changed since you read it."],
  too_large: ["The body or the content is too large.", "The content may have 2097152 bytes at most."],
  unsupported_media_type: ["The body is of another media type.", "Send application/json."],
  unprocessable: ["Well-formed, but against the schema: `errors` names each field.", "name is missing"],
  too_many_requests: ["Too many requests.", "Too many requests. Wait 30 seconds."],
  unavailable: [
    "The database cannot be reached, or the assistant has no model.",
    "The database does not answer.",
  ],
};

const HEADERS: Partial<Record<DeclaredError, [name: string, about: string]>> = {
  unauthenticated: ["WWW-Authenticate", "`Bearer`."],
  too_many_requests: ["Retry-After", "Seconds to wait."],
  unavailable: ["Retry-After", "Seconds to wait."],
};

/** The name of an error among the document's responses, such as `NotFound`. */
const nameOf = (code: DeclaredError): string =>
  code.replace(/(?:^|_)(\w)/g, (_found, letter: string) => letter.toUpperCase());

const CODES = Object.keys(WORDS).filter((code): code is DeclaredError => code in WORDS);

/** `components.responses`: each error once, with an example. */
export function describeErrors(book: SchemaBook): Json {
  return Object.fromEntries(CODES.map((code) => [nameOf(code), describeError(book, code)]));
}

function describeError(book: SchemaBook, code: DeclaredError): Json {
  const { status, title } = ERROR_TABLE[code];
  const [when, detail] = WORDS[code];
  const header = HEADERS[code];
  const errors = code === "unprocessable" ? { errors: [{ path: "name", message: "is missing" }] } : {};
  return {
    description: when,
    ...(header === undefined
      ? {}
      : { headers: { [header[0]]: { description: header[1], schema: { type: "string" } } } }),
    content: {
      "application/problem+json": {
        schema: book.output(problemSchema),
        example: { type: "about:blank", title, status, detail, ...errors },
      },
    },
  };
}

/** The errors among an operation's `responses`, by status. */
export function referToErrors(codes: Iterable<DeclaredError>): Json {
  return Object.fromEntries(
    [...codes].map((code) => [
      String(ERROR_TABLE[code].status),
      { $ref: `#/components/responses/${nameOf(code)}` },
    ]),
  );
}
