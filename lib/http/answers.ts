import type { z } from "zod";
import type { ErrorCode } from "@/lib/errors";
import { JSON_TYPE } from "./read-body";
import { json, noContent } from "./respond";

/** What a declared call can be refused with: its method is right, and a fault of ours is no answer to count on. */
export type DeclaredError = Exclude<ErrorCode, "method_not_allowed" | "internal">;

/** Headers that are part of an answer. */
export const ANSWER_HEADERS = {
  etag: "Made from the version of the text and a counter of name and language; for `If-Match`.",
  location: "The path of what was made.",
  "content-disposition": "An attachment with the file's name.",
} as const;
export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** The answer of a call that succeeds, made from what its handler returns. */
export interface Answers<Result> {
  status: number;
  /** Null: no body. */
  body: { mediaType: string; schema: z.ZodType } | null;
  headers: readonly AnswerHeader[];
  respond(result: Result): Response;
}

const jsonAnswer =
  (status: number) =>
  <S extends z.ZodType>(schema: S): Answers<z.input<S>> => ({
    status,
    body: { mediaType: JSON_TYPE, schema },
    headers: [],
    respond: (view) => json(status, view),
  });

const jsonAnswerWith =
  (status: number) =>
  <S extends z.ZodType, H extends AnswerHeader>(
    schema: S,
    headers: readonly H[],
  ): Answers<{ view: z.input<S>; headers: Record<H, string> }> => ({
    status,
    body: { mediaType: JSON_TYPE, schema },
    headers,
    respond: (result) => json(status, result.view, result.headers),
  });

/** 200 with JSON: the handler returns what the schema says. */
export const ok = jsonAnswer(200);
/** The same with headers: the handler returns `{ view, headers }`. */
export const okWith = jsonAnswerWith(200);
export const created = jsonAnswer(201);
export const createdWith = jsonAnswerWith(201);

/** 204: the handler returns nothing. */
export const done: Answers<void> = { status: 204, body: null, headers: [], respond: () => noContent() };

/** 200 with something that is not JSON: the handler makes the whole answer. */
export const raw = (
  mediaType: string,
  schema: z.ZodType,
  headers: readonly AnswerHeader[] = [],
): Answers<Response> => ({
  status: 200,
  body: { mediaType, schema },
  headers,
  respond: (response) => response,
});
