import type { SessionView } from "@/lib/contracts/auth";
import type { Session, SessionKind } from "./ports";

const KINDS = { cookie: "browser", bearer: "program" } as const satisfies Record<SessionKind, string>;

/** A session as its own account sees it; `currentId`: the one that asks. */
export function presentSession(session: Session, currentId: string): SessionView {
  return {
    id: session.id,
    kind: KINDS[session.kind],
    client: session.client,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: session.id === currentId,
  };
}
