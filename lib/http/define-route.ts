import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type Action, can } from "@/lib/access/policy";
import type { RateLimit } from "@/lib/access/rate-limiter";
import { ACCOUNT_LIMIT, ADDRESS_LIMIT } from "@/lib/access/rate-limits";
import type { Principal } from "@/lib/auth/ports";
import { type Container, getContainer } from "@/lib/container";
import { ID_MAX, maxBodyBytes } from "@/lib/contracts/limits";
import { AppError, fileNotFound } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import { clientAddress, requestOrigin } from "./client-address";
import { problemResponse } from "./problem";
import { parseJson, readText } from "./read-body";
import { isSameOrigin } from "./same-origin";

/**
 * One request, as a handler sees it. Handlers ask for what they need in CONTRACT 2's order of checks: `principal`
 * (401, 429, foreign cookie request), `file` (400 for the path, 404, 403), then `body` (413, 415, 400, 422).
 */
export interface Call {
  container: Container;
  request: Request;
  /** Of who is asking, for limits. */
  address: string;
  /** The origin people use, for links. */
  origin: string;
  principal(): Promise<Principal>;
  /** The file named by `{id}` in the path, when the caller is a member whose role allows the action. */
  file(action: Action): Promise<{ file: FileWithRole; principal: Principal }>;
  /** A path parameter as it came. */
  param(name: string): string;
  body<T extends z.ZodType>(schema: T): Promise<z.infer<T>>;
  query<T extends z.ZodType>(schema: T): z.infer<T>;
  /** Takes a point of a further limit or throws 429. */
  limit(limit: RateLimit, key: string): Promise<void>;
}

type Handler = (call: Call) => Promise<Response>;
type NextHandler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
const CHANGING: readonly string[] = ["POST", "PUT", "PATCH", "DELETE"];

/** Route handlers for one path. Every method is answered here: those not given get 405 with `Allow`. */
export function defineRoutes(handlers: Partial<Record<Method, Handler>>): Record<Method, NextHandler> {
  const given = METHODS.filter(
    (method) => handlers[method] !== undefined || (method === "HEAD" && handlers.GET),
  );
  const allow = given.join(", ");
  const routeFor = (method: Method): NextHandler => {
    const handler = handlers[method] ?? (method === "HEAD" ? handlers.GET : undefined);
    return (request, context) => answer(request, context.params, handler, allow);
  };
  return {
    GET: routeFor("GET"),
    HEAD: routeFor("HEAD"),
    POST: routeFor("POST"),
    PUT: routeFor("PUT"),
    PATCH: routeFor("PATCH"),
    DELETE: routeFor("DELETE"),
    OPTIONS: routeFor("OPTIONS"),
  };
}

async function answer(
  request: Request,
  params: Promise<Record<string, string | string[]>>,
  handler: Handler | undefined,
  allow: string,
): Promise<Response> {
  const container = getContainer();
  const requestId = randomUUID();
  try {
    if (handler === undefined) throw new AppError("method_not_allowed", `Use ${allow}.`, { allow });
    const call = createCall(container, request, await params);
    await call.limit(ADDRESS_LIMIT, call.address);
    return await handler(call);
  } catch (error) {
    return problemResponse(error, container.logger, requestId);
  }
}

function createCall(container: Container, request: Request, params: Record<string, string | string[]>): Call {
  const limit: Call["limit"] = async (rate, key) => {
    const taken = await container.rateLimiter.take(rate, key);
    if (taken.allowed) return;
    throw new AppError("too_many_requests", `Too many requests. Wait ${taken.retryAfterSeconds} seconds.`, {
      retryAfterSeconds: taken.retryAfterSeconds,
    });
  };
  const param = (name: string): string => {
    const value = params[name];
    return (Array.isArray(value) ? value.join("/") : value) ?? "";
  };
  const principal = async (): Promise<Principal> => {
    const found = await container.verifier.fromHeaders(request.headers);
    if (found === null) throw new AppError("unauthenticated", "Sign in first.");
    await limit(ACCOUNT_LIMIT, String(found.userId));
    if (found.kind === "cookie" && CHANGING.includes(request.method)) requireSameOrigin(container, request);
    return found;
  };
  return {
    container,
    request,
    address: clientAddress(request.headers),
    origin: requestOrigin(request.headers),
    principal,
    param,
    limit,
    async file(action) {
      const found = await principal();
      const file = await container.files.findForUser(parseId(param("id")), found.userId);
      if (file === null) throw fileNotFound();
      if (!can(file.role, action))
        throw new AppError("forbidden", `Your role here (${file.role}) does not allow this.`);
      return { file, principal: found };
    },
    async body(schema) {
      const text = await readText(request, maxBodyBytes(container.env.maxFileBytes), ["application/json"]);
      return parseWith(schema, parseJson(text));
    },
    query: (schema) => parseWith(schema, Object.fromEntries(new URL(request.url).searchParams)),
  };
}

function requireSameOrigin(container: Container, request: Request): void {
  const { headers } = request;
  const seen = {
    origin: headers.get("origin"),
    host: headers.get("host"),
    secFetchSite: headers.get("sec-fetch-site"),
  };
  if (isSameOrigin(seen, container.env.publicUrl)) return;
  throw new AppError("forbidden", "A request with the browser's cookie must come from Tandem's own pages.");
}

/** A file's id from the path: no number is 400; one that no file can have is 404, as any unknown id. */
export function parseId(text: string): number {
  if (!/^\d+$/.test(text)) throw new AppError("bad_request", "The id in the path must be a whole number.");
  const id = Number(text);
  if (id < 1 || id > ID_MAX) throw fileNotFound();
  return id;
}

/** Parses or throws 422 with every field that is off. */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const [first] = errors;
  const detail =
    first === undefined ? "The request does not fit." : `${first.path || "The body"} ${first.message}`;
  throw new AppError("unprocessable", detail, { errors });
}

/** A JSON answer. Everything under /api/v1 is about somebody: it is never kept by a cache. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}

export const noContent = (): Response =>
  new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
