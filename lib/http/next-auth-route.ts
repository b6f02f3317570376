import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { z } from "zod";
import { ADDRESS_LIMIT } from "@/lib/access/rate-limits";
import { endSession } from "@/lib/auth/end-session";
import { sessionIdOfCookies } from "@/lib/auth/session-cookie";
import { type Container, getContainer } from "@/lib/container";
import { AppError } from "@/lib/errors";
import { createCall, type PathParams } from "./call";
import { requestOrigin } from "./client-address";
import { nextAuthOptions } from "./next-auth-options";
import { parseWith } from "./parse-with";
import { problemAnswer, problemResponse } from "./problem";
import { FORM_TYPE, JSON_TYPE, mediaType, parseJson, readText } from "./read-body";
import { requireSameOrigin } from "./same-origin";

/** Email, password, a token and an address to go to: no form of next-auth's is longer. */
const BODY_BYTES = 64 * 1024;
const UNAUTHORIZED = 401;
/** What the browser's sign-in uses of next-auth; its other doors stay shut. */
const ACTIONS: Record<string, readonly string[]> = {
  GET: ["csrf", "error", "providers", "session", "signin"],
  POST: ["callback", "signin", "signout"],
};

type Context = { params: Promise<PathParams> };

/** next-auth behind our own rules: limits, same origin, a bounded body, a sign-out that ends the session or says so. */
export async function nextAuthRoute(request: NextRequest, context: Context): Promise<Response> {
  const container = getContainer();
  try {
    return await answer(container, request, await context.params);
  } catch (error) {
    return problemResponse(error, container.logger, randomUUID());
  }
}

async function answer(container: Container, request: NextRequest, params: PathParams): Promise<Response> {
  const call = createCall(container, request, params);
  await call.limit(ADDRESS_LIMIT, call.address);
  const [action = ""] = call.param("nextauth").split("/");
  if (!ACTIONS[request.method]?.includes(action))
    throw new AppError("not_found", "There is nothing at this path.");
  requireUsableTarget(request);
  const given = request.method === "POST" ? await takePost(container, request) : request;
  // Before next-auth, which would take the cookie away and say nothing when the database is gone.
  if (request.method === "POST" && action === "signout") await signOut(container, request);
  const refusals: AppError[] = [];
  const handler = NextAuth(
    nextAuthOptions(container, {
      secure: isSecure(request),
      refused: (error) => void refusals.push(error),
    }),
  );
  const response: Response = await handler(given, { params: Promise.resolve(params) });
  const [refusal] = refusals;
  return refusal === undefined || response.status !== UNAUTHORIZED ? response : retold(response, refusal);
}

/** next-auth's answer, with the status and the waiting time of what was really refused. */
function retold(response: Response, refusal: AppError): Response {
  const { status, headers } = problemAnswer(refusal);
  const told = new Headers(response.headers);
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined) told.set("retry-after", retryAfter);
  return new Response(response.body, { status, headers: told });
}

const isSecure = (request: Request): boolean => requestOrigin(request.headers).startsWith("https:");

/** The same request with its body read: from our own pages, of a known type and bounded. */
async function takePost(container: Container, request: NextRequest): Promise<NextRequest> {
  requireSameOrigin(request.headers, container.env.publicUrl);
  const body = await readText(request, BODY_BYTES, [JSON_TYPE, FORM_TYPE]);
  if (mediaType(request) === JSON_TYPE) parseWith(z.looseObject({}), parseJson(body));
  return new NextRequest(request.url, { method: "POST", headers: request.headers, body });
}

async function signOut(container: Container, request: NextRequest): Promise<void> {
  const cookie = request.headers.get("cookie") ?? "";
  const sessionId = await sessionIdOfCookies(container.keys.cookie, cookie, isSecure(request));
  if (sessionId !== null) await endSession(container, sessionId);
}

/** next-auth takes a target that is neither a path nor an http address for a fault of the server's. */
function requireUsableTarget(request: NextRequest): void {
  const target = request.nextUrl.searchParams.get("callbackUrl");
  if (target === null || target === "") return;
  const base = target.startsWith("/") ? request.nextUrl.origin : undefined;
  if (URL.canParse(target, base) && /^https?:/.test(new URL(target, base).protocol)) return;
  throw new AppError("bad_request", "callbackUrl must be a path or an http address.");
}
