import type { Logger } from "@/lib/logger";

const REMEMBERED_MAX = 10_000;

/** Which sessions have ended: told by whoever ended them in this process, found out by asking for all others. */
export interface SessionWatch {
  ended(sessionId: string): void;
  /** Whether it was told so; a session that ended long ago is not verified in the first place. */
  hasEnded(sessionId: string): boolean;
  /** Asks for all of them at once; `onEnded` is called for each that is no longer live. */
  check(sessionIds: ReadonlySet<string>, onEnded: (sessionId: string) => void): void;
}

export function createSessionWatch(deps: {
  /** Of these, the ones that are live. */
  liveAmong(sessionIds: readonly string[]): Promise<readonly string[]>;
  logger: Logger;
}): SessionWatch {
  const ended = new Set<string>();
  let asking = false;
  const ask = async (sessionIds: readonly string[]): Promise<string[]> => {
    try {
      const live = new Set(await deps.liveAmong(sessionIds));
      return sessionIds.filter((id) => !live.has(id));
    } catch (error) {
      // The database is away: nobody is signed out because of that.
      deps.logger.debug({ err: error }, "sessions could not be checked");
      return [];
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
    check(sessionIds, onEnded) {
      if (asking || sessionIds.size === 0) return;
      asking = true;
      void ask([...sessionIds]).then((gone) => {
        asking = false;
        for (const sessionId of gone) onEnded(sessionId);
      });
    },
  };
}
