import type { Logger } from "@/lib/logger";

const REMEMBERED_MAX = 10_000;

/** Which sessions have ended: told by whoever ended them, or found out by asking now and then. */
export interface SessionWatch {
  ended(sessionId: string): void;
  /** Whether it was told so; a session that ended long ago is not verified in the first place. */
  hasEnded(sessionId: string): boolean;
  /** Asks for those that are due; `ended` is called for each that is no longer live. */
  check(sessionIds: ReadonlySet<string>, ended: (sessionId: string) => void): void;
}

export function createSessionWatch(deps: {
  isLive(sessionId: string): Promise<boolean>;
  logger: Logger;
  every: number;
  now(): number;
}): SessionWatch {
  const ended = new Set<string>();
  const checkedAt = new Map<string, number>();
  return {
    ended(sessionId) {
      ended.add(sessionId);
      for (const oldest of ended) {
        if (ended.size <= REMEMBERED_MAX) break;
        ended.delete(oldest);
      }
    },
    hasEnded: (sessionId) => ended.has(sessionId),
    check(sessionIds, onEnded) {
      const time = deps.now();
      for (const known of checkedAt.keys()) if (!sessionIds.has(known)) checkedAt.delete(known);
      for (const sessionId of sessionIds) {
        const last = checkedAt.get(sessionId);
        checkedAt.set(sessionId, last ?? time);
        if (last === undefined || time - last < deps.every) continue;
        checkedAt.set(sessionId, time);
        deps.isLive(sessionId).then(
          (live) => {
            if (!live) onEnded(sessionId);
          },
          // The database is away: nobody is signed out because of that.
          (error: unknown) => deps.logger.debug({ err: error }, "a session could not be checked"),
        );
      }
    },
  };
}
