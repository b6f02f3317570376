import { randomUUID } from "node:crypto";
import { ADDRESS_LIMIT } from "@/lib/access/rate-limits";
import { type Container, getContainer } from "@/lib/container";
import { AppError } from "@/lib/errors";
import { type Call, createCall, type PathParams } from "./call";
import { problemResponse } from "./problem";
import { noContent } from "./respond";
import { routeName } from "./route-name";

const MS = 1_000;

type Handler = (call: Call) => Promise<Response>;
/** `params` holds nothing at all for a path without any. */
type NextHandler = (
  request: Request,
  context: { params: Promise<PathParams | undefined> },
) => Promise<Response>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
export type Handlers = Partial<Record<Exclude<Method, "HEAD" | "OPTIONS">, Handler>>;

/**
 * Route handlers for one path. Every method is answered here: HEAD as GET without its body, OPTIONS with what there
 * is, those not given with 405; the last two say `Allow`.
 */
export function defineRoutes(handlers: Handlers): Record<Method, NextHandler> {
  const allow = METHODS.filter(
    (method) => method === "OPTIONS" || handlers[method === "HEAD" ? "GET" : method] !== undefined,
  ).join(", ");
  const routeFor = (handler: Handler | undefined): NextHandler => {
    const refuse: Handler = async () => {
      throw new AppError("method_not_allowed", `Use ${allow}.`, { allow });
    };
    return async (request, { params }) => answer(request, (await params) ?? {}, handler ?? refuse);
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

/** Route handlers of a path that does not exist, whatever the method. */
export function nowhere(): Record<Method, NextHandler> {
  const notFound: Handler = async () => {
    throw new AppError("not_found", "There is nothing at this path.");
  };
  const routes = defineRoutes({
    GET: notFound,
    POST: notFound,
    PUT: notFound,
    PATCH: notFound,
    DELETE: notFound,
  });
  return { ...routes, OPTIONS: routes.GET };
}

async function answer(request: Request, params: PathParams, handler: Handler): Promise<Response> {
  const container = getContainer();
  const since = performance.now();
  const response = await tryHandler(container, request, params, handler);
  const called = { method: request.method, route: routeName(request.url, params), status: response.status };
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
