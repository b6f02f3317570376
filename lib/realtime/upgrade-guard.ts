import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RateLimit, RateLimiter } from "@/lib/access/rate-limiter";
import { headerLines } from "@/lib/http/limited-server";
import { isSameOrigin } from "@/lib/http/same-origin";
import { RAW_SECURITY_HEADERS } from "@/lib/http/security-headers";
import type { RefusalMemory } from "./refusal-memory";

const CONNECT_LIMIT: RateLimit = {
  name: "live-address",
  points: 1_200,
  windowMs: 60_000,
  by: "address",
  perProcess: true,
};
/** Part of the names of next-auth's session cookie, plain and `__Host-`, whole and in chunks. */
const SESSION_COOKIE = "next-auth.session-token";

interface GuardDeps {
  env: { publicUrl: string | undefined; rateLimits: boolean };
  rateLimiter: RateLimiter;
  refusals: RefusalMemory;
}

type Verdict = { allowed: true } | { allowed: false; status: string; retryAfterSeconds?: number };

/**
 * What is decided about a live connection before its upgrade; everything else is a refusal inside the protocol.
 * `credential`: under which its refusals are remembered, where that is known by now.
 */
export async function judgeUpgrade(
  request: IncomingMessage,
  credential: string | undefined,
  deps: GuardDeps,
): Promise<Verdict> {
  const { headers } = request;
  const ridesOnCookie = credential !== undefined && credential === sessionCookie(headers);
  if (ridesOnCookie && !fromOurPages(headers, deps.env.publicUrl))
    return { allowed: false, status: "403 Forbidden" };
  const wait = credential === undefined ? 0 : deps.refusals.waitSeconds(credentialKey(request, credential));
  if (deps.env.rateLimits && wait > 0) return tooMany(wait);
  const taken = await deps.rateLimiter.take(CONNECT_LIMIT, addressOf(request));
  return taken.allowed ? { allowed: true } : tooMany(taken.retryAfterSeconds);
}

const tooMany = (retryAfterSeconds: number): Verdict => ({
  allowed: false,
  status: "429 Too Many Requests",
  retryAfterSeconds,
});

/** Under which a refusal is remembered: the address together with what was shown, since many share an address. */
export function credentialKey(request: IncomingMessage, credential: string | undefined): string {
  return createHash("sha256")
    .update(`${addressOf(request)}\n${credential ?? ""}`)
    .digest("base64");
}

/** In the order in which the verifier looks at them; undefined: none. */
export function shownCredential({ headers }: IncomingMessage, token: string | undefined): string | undefined {
  return token ?? headers.authorization ?? sessionCookie(headers);
}

function sessionCookie(headers: IncomingHttpHeaders): string | undefined {
  return headers.cookie?.includes(SESSION_COOKIE) ? headers.cookie : undefined;
}

/** Ends a connection that was not upgraded with a plain HTTP answer. */
export function refuseUpgrade(socket: Duplex, status: string, retryAfterSeconds?: number): void {
  const headers = {
    ...RAW_SECURITY_HEADERS,
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    "content-length": "0",
    connection: "close",
  };
  socket.end(`HTTP/1.1 ${status}\r\n${headerLines(headers)}\r\n`);
}

/** server.ts has written over the forwarded headers with what is believed, before any listener sees them. */
function addressOf(request: IncomingMessage): string {
  const forwarded = request.headers["x-forwarded-for"];
  return typeof forwarded === "string" ? forwarded : (request.socket.remoteAddress ?? "unknown");
}

function fromOurPages(headers: IncomingHttpHeaders, publicUrl: string | undefined): boolean {
  const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);
  return isSameOrigin(
    {
      origin: headers.origin ?? null,
      host: single(headers["x-forwarded-host"]) ?? headers.host ?? null,
      secFetchSite: single(headers["sec-fetch-site"]),
    },
    publicUrl,
  );
}
