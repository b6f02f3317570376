import type { SessionListView } from "@/lib/contracts/auth";
import { SESSIONS_LISTED_MAX } from "@/lib/contracts/limits";
import type { Principal, SessionRepository } from "./ports";
import { presentSession } from "./present-session";

/** One's own live sessions, newest first. */
export async function listSessions(
  { sessions }: { sessions: SessionRepository },
  { userId, sessionId }: Principal,
): Promise<SessionListView> {
  const listed = await sessions.listLive(userId, SESSIONS_LISTED_MAX);
  return {
    items: listed.sessions.map((session) => presentSession(session, sessionId)),
    total: listed.total,
  };
}
