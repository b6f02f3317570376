import { createRecentMap } from "@/lib/access/recent-map";
import { SESSION_USE_EVERY_MS } from "@/lib/contracts/limits";
import type { Logger } from "@/lib/logger";
import { steadyNow } from "@/lib/steady-clock";
import type { SessionRepository } from "./ports";

const REMEMBERED_MAX = 10_000;

/** Hears which sessions are in use and writes it down, of each once a minute at most. Never waits, never throws. */
export type NoteUse = (sessionIds: readonly string[]) => void;

export function createSessionUse(
  deps: { sessions: Pick<SessionRepository, "touch">; logger: Logger },
  now = steadyNow,
): NoteUse {
  const notedAt = createRecentMap<number>(REMEMBERED_MAX);
  return (sessionIds) => {
    const due = sessionIds.filter(
      (id) => now() - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY) >= SESSION_USE_EVERY_MS,
    );
    if (due.length === 0) return;
    for (const id of due) notedAt.set(id, now());
    deps.sessions.touch(due).catch((error: unknown) => {
      // The database is away: it is written with one of the next.
      for (const id of due) notedAt.delete(id);
      deps.logger.debug({ err: error }, "the use of sessions could not be written down");
    });
  };
}
