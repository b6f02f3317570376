import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { Principal, SessionRepository } from "./ports";
import type { Verifier } from "./verify";

/** Who must hear at once that a session has ended. */
export interface EndingDeps {
  verifier: Verifier;
  engine: LiveEngine;
}

interface SessionDeps extends EndingDeps {
  sessions: SessionRepository;
  logger: Logger;
}

/** Signs out: ends one session and every live connection made with it. Idempotent. */
export async function endSession(deps: SessionDeps, sessionId: string): Promise<void> {
  const userId = await deps.sessions.revoke(sessionId);
  forgetSessions(deps, [], [sessionId]);
  if (userId !== null) audit(deps.logger, "signed out", { userId });
}

/** The same for another of one's own sessions, or this one. Throws `not_found` when there is no such, or none any more. */
export async function endOwnSession(
  deps: SessionDeps,
  { userId }: Principal,
  sessionId: string,
): Promise<void> {
  if ((await deps.sessions.revoke(sessionId, userId)) === null)
    throw new AppError("not_found", "No such session, or it has ended.");
  forgetSessions(deps, [], [sessionId]);
  audit(deps.logger, "sessions ended", { userId, sessionsEnded: 1 });
}

/** Ends every session of one's own but the one that asks. */
export async function endOtherSessions(deps: SessionDeps, { userId, sessionId }: Principal): Promise<void> {
  const ended = await deps.sessions.revokeOthers(userId, sessionId);
  forgetSessions(deps, [], ended);
  audit(deps.logger, "sessions ended", { userId, sessionsEnded: ended.length });
}

/** What is believed of these sessions is read anew, and the live connections of those that ended are closed. */
export function forgetSessions(
  { verifier, engine }: EndingDeps,
  changed: readonly string[],
  ended: readonly string[],
): void {
  for (const sessionId of changed) verifier.forget(sessionId);
  for (const sessionId of ended) {
    verifier.forget(sessionId);
    engine.sessionEnded(sessionId);
  }
}
