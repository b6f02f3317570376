import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import type { Logger } from "@/lib/logger";
import type { SessionRepository } from "./ports";
import type { Verifier } from "./verify";

/** Ends one session and every live connection made with it. Idempotent. */
export async function endSession(
  deps: { sessions: SessionRepository; verifier: Verifier; engine: LiveEngine; logger: Logger },
  sessionId: string,
): Promise<void> {
  const userId = await deps.sessions.revoke(sessionId);
  deps.verifier.forget(sessionId);
  deps.engine.sessionEnded(sessionId);
  if (userId !== null) audit(deps.logger, "signed out", { userId });
}
