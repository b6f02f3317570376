import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Principal } from "@/lib/auth/ports";
import type { ConnectionSocket, LiveConnection, LiveEngine } from "@/lib/collab/types";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Refusal } from "@/lib/contracts/live";
import type { Logger } from "@/lib/logger";
import type { RefusalMemory } from "./refusal-memory";
import { credentialKey, shownCredential } from "./upgrade-guard";

export interface JoinDeps {
  env: { rateLimits: boolean };
  engine: LiveEngine;
  logger: Logger;
  refusals: RefusalMemory;
  authenticate(credentials: {
    token: string | undefined;
    headers: IncomingHttpHeaders;
  }): Promise<Principal | null>;
}

/** Who wants to join what, on either road. */
export interface JoinRequest {
  /** The request that was upgraded. */
  request: IncomingMessage;
  /** A Bearer token said beside the headers. */
  token: string | undefined;
  /** null: no such file can exist. */
  fileId: number | null;
}

export const NOT_FOUND: Refusal = {
  code: CLOSE_CODES.notFound,
  detail: "No such file, or it is not shared with you.",
};
const NOT_SIGNED_IN: Refusal = { code: CLOSE_CODES.unauthenticated, detail: "You are not signed in." };
const AWAY: Refusal = { code: CLOSE_CODES.databaseAway, detail: "The database cannot be reached." };
const TOO_FAST: Refusal = { code: CLOSE_CODES.tooFast, detail: "Too many refused tries. Wait a minute." };

/** Judges who asks and joins them to the file. Never rejects. */
export async function joinFile(
  asked: JoinRequest,
  outlet: ConnectionSocket,
  deps: JoinDeps,
): Promise<LiveConnection | Refusal> {
  const { request, token } = asked;
  const key = credentialKey(request, shownCredential(request, token));
  if (deps.env.rateLimits && token !== undefined && deps.refusals.waitSeconds(key) > 0) return TOO_FAST;
  const answer = await admit(asked, outlet, deps).catch((error: unknown): Refusal => {
    deps.logger.warn({ err: error, file: asked.fileId }, "a join failed");
    return AWAY;
  });
  if ("code" in answer) deps.refusals.note(key, answer);
  return answer;
}

async function admit(
  { request, token, fileId }: JoinRequest,
  outlet: ConnectionSocket,
  { engine, authenticate }: JoinDeps,
): Promise<LiveConnection | Refusal> {
  const principal = await authenticate({ token, headers: request.headers });
  if (principal === null) return NOT_SIGNED_IN;
  if (fileId === null) return NOT_FOUND;
  const { userId, username, sessionId } = principal;
  return engine.join(fileId, { userId, username, sessionId }, outlet);
}
