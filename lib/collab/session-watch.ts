import type { LiveSession } from "@/lib/auth/ports";
import type { Logger } from "@/lib/logger";

const REMEMBERED_MAX = 10_000;

interface SessionNews {
  /** No longer live. */
  ended(sessionId: string): void;
  /** What its account is called now. */
  named(sessionId: string, username: string): void;
}

/** Which sessions have ended: told by whoever ended them in this process, found out by asking for all others. */
export interface SessionWatch {
  ended(sessionId: string): void;
  /** Whether it was told so; a session that ended long ago is not verified in the first place. */
  hasEnded(sessionId: string): boolean;
  /** Asks for all of them at once and tells what became of each. */
  check(sessionIds: ReadonlySet<string>, tell: SessionNews): void;
}

export function createSessionWatch(deps: {
  /** Of these, the ones that are live. */
  liveAmong(sessionIds: readonly string[]): Promise<readonly LiveSession[]>;
  logger: Logger;
}): SessionWatch {
  const ended = new Set<string>();
  let asking = false;
  const ask = async (sessionIds: readonly string[], tell: SessionNews): Promise<void> => {
    try {
      const live = new Map((await deps.liveAmong(sessionIds)).map(({ id, username }) => [id, username]));
      for (const id of sessionIds) {
        const username = live.get(id);
        if (username === undefined) tell.ended(id);
        else tell.named(id, username);
      }
    } catch (error) {
      // The database is away: nobody is signed out because of that.
      deps.logger.debug({ err: error }, "sessions could not be checked");
    } finally {
      asking = false;
    }
  };
  return {
    ended(sessionId) {
      ended.add(sessionId);
      for (const oldest of ended) {
        if (ended.size <= REMEMBERED_MAX) break;
        ended.delete(oldest);
      }
    },
    hasEnded: (sessionId) => ended.has(sessionId),
    check(sessionIds, tell) {
      if (asking || sessionIds.size === 0) return;
      asking = true;
      void ask([...sessionIds], tell);
    },
  };
}
