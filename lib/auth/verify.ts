import type { IncomingHttpHeaders } from "node:http";
import { SESSION_CACHE_MS } from "@/lib/contracts/limits";
import { steadyNow } from "@/lib/steady-clock";
import type { Keys } from "./keys";
import type { Principal, SessionRepository } from "./ports";
import { sessionIdOfCookies } from "./session-cookie";
import type { NoteUse } from "./session-use";
import { sessionIdOfToken } from "./token";

/** The one verifier for REST, pages and live connections (DESIGN 4): credentials in, principal or null out. */
export interface Verifier {
  /** A Bearer header counts before the cookie. */
  fromHeaders(headers: Headers | IncomingHttpHeaders): Promise<Principal | null>;
  fromToken(token: string): Promise<Principal | null>;
  /** Forgets what it believes of a session: call when it ended. */
  forget(sessionId: string): void;
}

const CACHE_MAX = 10_000;

export function createVerifier(
  deps: { keys: Keys; sessions: Pick<SessionRepository, "findLive">; used: NoteUse },
  now = steadyNow,
): Verifier {
  const cache = new Map<string, { at: number; principal: Promise<Principal | null> }>();

  const read = async (sessionId: string): Promise<Principal | null> => {
    const live = await deps.sessions.findLive(sessionId);
    if (live === null) return null;
    deps.used([sessionId]);
    const { id: userId, username, email } = live.user;
    return { userId, username, email, sessionId, kind: live.kind, expiresAt: live.expiresAt };
  };
  const bySession = async (sessionId: string | null): Promise<Principal | null> => {
    if (sessionId === null) return null;
    const known = cache.get(sessionId);
    if (known !== undefined && now() - known.at < SESSION_CACHE_MS) return known.principal;
    if (cache.size >= CACHE_MAX) cache.clear();
    const principal = read(sessionId);
    cache.set(sessionId, { at: now(), principal });
    principal.catch(() => cache.delete(sessionId)); // the database was away: ask again next time
    return principal;
  };
  /** Tokens that were found right. What one carries never changes; whether it is still good, its session says. */
  const tokens = new Map<string, string>();
  const sessionOfToken = async (token: string): Promise<string | null> => {
    const known = tokens.get(token);
    if (known !== undefined) return known;
    const sessionId = await sessionIdOfToken(deps.keys.token, token);
    if (tokens.size >= CACHE_MAX) tokens.clear();
    if (sessionId !== null) tokens.set(token, sessionId);
    return sessionId;
  };
  const fromToken = async (token: string) => {
    const principal = await bySession(await sessionOfToken(token));
    return principal?.kind === "bearer" ? principal : null;
  };
  return {
    fromToken,
    async fromHeaders(headers) {
      const authorization = header(headers, "authorization");
      if (authorization !== undefined) {
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
        return token === undefined ? null : fromToken(token);
      }
      const cookie = header(headers, "cookie");
      if (cookie === undefined) return null;
      const secure = header(headers, "x-forwarded-proto") === "https"; // as the door has stamped it
      const principal = await bySession(await sessionIdOfCookies(deps.keys.cookie, cookie, secure));
      return principal?.kind === "cookie" ? principal : null;
    },
    forget: (sessionId) => void cache.delete(sessionId),
  };
}

function header(
  headers: Headers | IncomingHttpHeaders,
  name: "authorization" | "cookie" | "x-forwarded-proto",
): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

/** Who opens a live connection: the handshake's token when it has one, else its headers. */
export function authenticateConnection(
  { verifier }: { verifier: Verifier },
  credentials: { token: string | undefined; headers: IncomingHttpHeaders },
): Promise<Principal | null> {
  return credentials.token === undefined
    ? verifier.fromHeaders(credentials.headers)
    : verifier.fromToken(credentials.token);
}
