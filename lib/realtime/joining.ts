import type { Principal } from "@/lib/auth/ports";
import type { ConnectionSocket, LiveConnection, LiveEngine } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Refusal } from "@/lib/contracts/live";
import type { Logger } from "@/lib/logger";
import type { FileSocket } from "./events";
import { fileIdOf } from "./file-namespaces";
import type { RefusalMemory } from "./refusal-memory";
import { credentialKey, sessionCookie } from "./upgrade-guard";

export interface JoinDeps {
  env: { rateLimits: boolean };
  engine: LiveEngine;
  logger: Logger;
  refusals: RefusalMemory;
  authenticate(credentials: {
    token: string | undefined;
    headers: FileSocket["handshake"]["headers"];
  }): Promise<Principal | null>;
}

/** Socket.IO hands `data` of a middleware's error to the client, in `connect_error`. */
export class JoinRefused extends Error {
  override readonly name = "JoinRefused";
  readonly data: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.data = refusal;
  }
}

export const NOT_FOUND: Refusal = {
  code: CLOSE_CODES.notFound,
  detail: "No such file, or it is not shared with you.",
};
const NOT_SIGNED_IN: Refusal = { code: CLOSE_CODES.unauthenticated, detail: "You are not signed in." };
const AWAY: Refusal = { code: CLOSE_CODES.databaseAway, detail: "The database cannot be reached." };
const TOO_FAST: Refusal = { code: CLOSE_CODES.tooFast, detail: "Too many refused tries. Wait a minute." };

/** Judges who asks and joins them to the file of the socket's namespace. Never rejects. */
export async function joinFile(
  socket: FileSocket,
  outlet: ConnectionSocket,
  deps: JoinDeps,
): Promise<LiveConnection | Refusal> {
  const token = tokenOf(socket);
  const key = credentialKey(socket.request, token ?? sessionCookie(socket.handshake.headers));
  if (deps.env.rateLimits && token !== undefined && deps.refusals.waitSeconds(key) > 0) return TOO_FAST;
  const answer = await admit(socket, token, outlet, deps).catch((error: unknown): Refusal => {
    deps.logger.warn({ err: error, namespace: socket.nsp.name }, "a join failed");
    return AWAY;
  });
  if ("code" in answer) deps.refusals.note(key, answer);
  return answer;
}

async function admit(
  socket: FileSocket,
  token: string | undefined,
  outlet: ConnectionSocket,
  { engine, authenticate }: JoinDeps,
): Promise<LiveConnection | Refusal> {
  const principal = await authenticate({ token, headers: socket.handshake.headers });
  if (principal === null) return NOT_SIGNED_IN;
  const fileId = fileIdOf(socket.nsp.name);
  if (fileId === null) return NOT_FOUND;
  const { userId, username, sessionId } = principal;
  return engine.join(fileId, { userId, username, sessionId }, outlet);
}

function tokenOf(socket: FileSocket): string | undefined {
  const token: unknown = socket.handshake.auth.token;
  return typeof token === "string" && token !== "" ? token : undefined;
}
