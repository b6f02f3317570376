import type { z } from "zod";
import type { Container } from "@/lib/container";
import { maxBodyBytes } from "@/lib/contracts/limits";
import type { DeclaredError } from "./answers";
import type { Call } from "./call";
import { parseWith } from "./parse-with";
import { FORM_TYPE, JSON_TYPE, mediaType, parseJson, readText } from "./read-body";

/** What a call takes beside its path: how it is read, and the schemas that judge it. */
export interface Takes<Input> {
  query?: z.ZodType;
  /** By media type. */
  body?: Record<string, z.ZodType>;
  errors: readonly DeclaredError[];
  read(call: Call): Promise<Input>;
}

const BODY_ERRORS: readonly DeclaredError[] = [
  "bad_request",
  "too_large",
  "unsupported_media_type",
  "unprocessable",
];

/** Nothing. A body that is sent all the same is not read. */
export const nothing: Takes<undefined> = { errors: [], read: async () => undefined };

export const query = <S extends z.ZodType>(schema: S): Takes<z.output<S>> => ({
  query: schema,
  errors: ["unprocessable"],
  read: async ({ request }) => parseWith(schema, Object.fromEntries(new URL(request.url).searchParams)),
});

/** `judgeRaw` sees the JSON before the schema does: for what is said before 422. */
export const jsonBody = <S extends z.ZodType>(
  schema: S,
  judgeRaw?: (raw: unknown, container: Container) => void,
): Takes<z.output<S>> => ({
  body: { [JSON_TYPE]: schema },
  errors: BODY_ERRORS,
  async read(call) {
    const raw = parseJson(await bodyText(call, [JSON_TYPE]));
    judgeRaw?.(raw, call.container);
    return parseWith(schema, raw);
  },
});

/** JSON or a form, as the caller says it is. */
export const jsonOrForm = <J extends z.ZodType, F extends z.ZodType>(
  json: J,
  form: F,
): Takes<z.output<J> | z.output<F>> => ({
  body: { [JSON_TYPE]: json, [FORM_TYPE]: form },
  errors: BODY_ERRORS,
  async read(call) {
    const sent = await bodyText(call, [JSON_TYPE, FORM_TYPE]);
    return mediaType(call.request) === FORM_TYPE
      ? parseWith(form, Object.fromEntries(new URLSearchParams(sent)))
      : parseWith(json, parseJson(sent));
  },
});

const bodyText = ({ container, request }: Call, accepted: readonly string[]): Promise<string> =>
  readText(request, maxBodyBytes(container.env.maxFileBytes), accepted);
