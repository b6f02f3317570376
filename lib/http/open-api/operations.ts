import { z } from "zod";
import { can } from "@/lib/access/policy";
import { ID_MAX } from "@/lib/contracts/limits";
import { roleSchema } from "@/lib/contracts/roles";
import { ANSWER_HEADERS, type DeclaredError } from "../answers";
import type { Operation, RequestHeader } from "../operation";
import { isIdParam, PATH_PARAMS, paramsOf } from "../path-params";
import { referToErrors } from "./errors";
import type { Json, SchemaBook } from "./schemas";

const REQUEST_HEADERS: Record<RequestHeader, string> = {
  "if-match": "An `ETag`, several or `*`: refused with 412 when none is the file's.",
};

/** What an operation is found by. */
export interface Place {
  method: string;
  path: string;
  tag: string;
}

/** One operation of the document. */
export function describeOperation(book: SchemaBook, place: Place, operation: Operation): Json {
  const { name, summary, takes, access } = operation;
  const { path, tag } = place;
  const { body } = takes;
  const parameters = [
    ...paramsOf(path).map(describePathParam),
    ...describeQuery(book, operation),
    ...(operation.heeds ?? []).map(describeRequestHeader),
  ];
  return {
    operationId: name,
    summary,
    description: [operation.details, whoMay(access.who)].filter(Boolean).join("\n\n"),
    tags: [tag],
    security: access.who === "anyone" ? [] : [{ bearer: [] }, { password: [] }, { cookie: [] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: contentOf(book.input, body) } }),
    responses: {
      [operation.answers.status]: describeAnswer(book, operation),
      ...referToErrors(errorsOf(place, operation)),
    },
  };
}

function whoMay(who: Operation["access"]["who"]): string {
  if (who === "anyone") return "Who may: anyone.";
  if (who === "account") return "Who may: everyone with an account.";
  return `Who may: ${roleSchema.options.filter((role) => can(role, who)).join(", ")} of the file.`;
}

/** Every error this operation can be refused with, from what its declaration says. */
export function errorsOf(
  { method, path }: Place,
  { access, takes, errors = [] }: Operation,
): Set<DeclaredError> {
  const ofThePath: DeclaredError[] = paramsOf(path).some(isIdParam) ? ["bad_request", "not_found"] : [];
  const ofTheCookie: DeclaredError[] = access.who !== "anyone" && method !== "GET" ? ["forbidden"] : [];
  return new Set([
    ...access.errors,
    ...ofThePath,
    ...ofTheCookie,
    ...takes.errors,
    ...errors,
    "too_many_requests",
    "unavailable",
  ]);
}

const describePathParam = (name: keyof typeof PATH_PARAMS): Json => ({
  name,
  in: "path",
  required: true,
  description: PATH_PARAMS[name].about,
  schema: isIdParam(name) ? { type: "integer", minimum: 1, maximum: ID_MAX } : { type: "string" },
});

const describeRequestHeader = (name: RequestHeader): Json => ({
  name,
  in: "header",
  description: REQUEST_HEADERS[name],
  schema: { type: "string" },
});

const querySchema = z.object({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
});

function describeQuery(book: SchemaBook, { takes }: Operation): Json[] {
  if (takes.query === undefined) return [];
  const { properties = {}, required = [] } = querySchema.parse(book.input(takes.query));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function describeAnswer(book: SchemaBook, { answers }: Operation): Json {
  const { body, headers, status } = answers;
  const described = headers.map((name) => [
    name,
    { description: ANSWER_HEADERS[name], required: true, schema: { type: "string" } },
  ]);
  return {
    description: status === 204 ? "Done." : status === 201 ? "Created." : "As asked.",
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) }),
    ...(body === null ? {} : { content: contentOf(book.output, { [body.mediaType]: body.schema }) }),
  };
}

function contentOf(describe: SchemaBook["input"], body: Record<string, z.ZodType>): Json {
  return Object.fromEntries(
    Object.entries(body).map(([mediaType, schema]) => [mediaType, { schema: describe(schema) }]),
  );
}
