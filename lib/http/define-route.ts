import { randomUUID } from "node:crypto";
import { ADDRESS_LIMIT } from "@/lib/access/rate-limits";
import { type Container, getContainer } from "@/lib/container";
import { AppError } from "@/lib/errors";
import { type Call, createCall, type PathParams } from "./call";
import type { Operation } from "./operation";
import { problemResponse } from "./problem";
import { noContent } from "./respond";

const BASE = "/api/v1";
/** What paths that do not exist are counted under, however many are tried. */
const NOWHERE = "nowhere";
const MS = 1_000;

type Handler = (call: Call) => Promise<Response>;
/** Trap: a path without parameters has none to wait for. */
type NextContext = { params: Promise<PathParams | undefined> };
type NextHandler = (request: Request, context: NextContext) => Promise<Response>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Handlers = Partial<Record<Exclude<Method, "HEAD" | "OPTIONS">, Handler>>;

/** A path below /api/v1, with its parameters as `{name}`, and the calls it answers. */
export interface DeclaredRoute {
  path: `/${string}`;
  operations: Partial<Record<keyof Handlers, Operation>>;
}

/** What a route file exports; its OPTIONS, which tells a caller what there is, tells our own code too. */
export type Route = Record<Method, NextHandler> & { OPTIONS: { declared: DeclaredRoute } };

/**
 * Route handlers for one path. Every method is answered here: HEAD as GET without its body, OPTIONS with what there
 * is, those not declared with 405; the last two say `Allow`. app/api/v1/openapi.json/routes.ts names every route, too.
 */
export function defineRoutes(path: DeclaredRoute["path"], operations: DeclaredRoute["operations"]): Route {
  const { GET, POST, PUT, PATCH, DELETE } = operations;
  const routes = routesOf(`${BASE}${path}`, {
    GET: GET?.run,
    POST: POST?.run,
    PUT: PUT?.run,
    PATCH: PATCH?.run,
    DELETE: DELETE?.run,
  });
  return { ...routes, OPTIONS: Object.assign(routes.OPTIONS, { declared: { path, operations } }) };
}

/** Route handlers of a path that does not exist, whatever the method. */
export function nowhere(): Record<Method, NextHandler> {
  const notFound: Handler = async () => {
    throw new AppError("not_found", "There is nothing at this path.");
  };
  const routes = routesOf(NOWHERE, {
    GET: notFound,
    POST: notFound,
    PUT: notFound,
    PATCH: notFound,
    DELETE: notFound,
  });
  return { ...routes, OPTIONS: routes.GET };
}

/** `name`: what the calls are counted under. */
function routesOf(
  name: string,
  handlers: { [M in keyof Handlers]: Handlers[M] | undefined },
): Record<Method, NextHandler> {
  const allow = METHODS.filter(
    (method) => method === "OPTIONS" || handlers[method === "HEAD" ? "GET" : method] !== undefined,
  ).join(", ");
  const routeFor = (handler: Handler | undefined): NextHandler => {
    const refuse: Handler = async () => {
      throw new AppError("method_not_allowed", `Use ${allow}.`, { allow });
    };
    return async (request, { params }) => answer(name, request, (await params) ?? {}, handler ?? refuse);
  };
  return {
    GET: routeFor(handlers.GET),
    HEAD: routeFor(handlers.GET),
    POST: routeFor(handlers.POST),
    PUT: routeFor(handlers.PUT),
    PATCH: routeFor(handlers.PATCH),
    DELETE: routeFor(handlers.DELETE),
    OPTIONS: routeFor(async () => noContent({ allow })),
  };
}

async function answer(
  name: string,
  request: Request,
  params: PathParams,
  handler: Handler,
): Promise<Response> {
  const container = getContainer();
  const since = performance.now();
  const response = await tryHandler(container, request, params, handler);
  const called = { method: request.method, route: name, status: response.status };
  container.metrics.request(called, (performance.now() - since) / MS);
  return response;
}

async function tryHandler(
  container: Container,
  request: Request,
  params: PathParams,
  handler: Handler,
): Promise<Response> {
  try {
    const call = createCall(container, request, params);
    await call.limit(ADDRESS_LIMIT, call.address);
    return await handler(call);
  } catch (error) {
    return problemResponse(error, container.logger, randomUUID());
  }
}
