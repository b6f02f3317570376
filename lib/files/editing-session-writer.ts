import type { Place } from "@/lib/collab/cursor-places";
import type { LiveEngine, PresentConnection } from "@/lib/collab/types";
import { EDITING_SESSION_STALE_MS } from "@/lib/contracts/limits";
import type { Logger } from "@/lib/logger";
import { steadyNow } from "@/lib/steady-clock";
import type { EditingSessionRepository } from "./ports";

/** Who came and who left is written this often, all files together. */
const ROUND_MS = 1_000;
/** Who stays is written again, well before others take them for gone. */
const RENEW_MS = EDITING_SESSION_STALE_MS / 4;
/** One statement holds this many. */
const BATCH = 1_000;

interface WriterDeps {
  engine: Pick<LiveEngine, "present" | "places">;
  editingSessions: EditingSessionRepository;
  logger: Logger;
}

export interface EditingSessionWriter {
  /** What this process knows of a file is in the table when it resolves. */
  write(fileId: number): Promise<void>;
  /** Takes out all that this process has written. Call it when the engine has stopped. Idempotent. */
  stop(): Promise<void>;
}

/** Writes who is in which file on this process into the table that all processes read. `stop` it. */
export function createEditingSessionWriter(deps: WriterDeps): EditingSessionWriter {
  const { engine, editingSessions, logger } = deps;
  const written = new Map<string, { fileId: number; at: number }>();
  let cleanedAt = steadyNow();

  const round = async (isDue: (connection: PresentConnection) => boolean) => {
    const present = engine.present();
    const there = new Set(present.map(({ id }) => id));
    const gone = [...written].filter(([connection]) => !there.has(connection));
    if (gone.length > 0)
      await editingSessions.remove(gone.map(([connection, { fileId }]) => ({ connection, fileId })));
    for (const [connection] of gone) written.delete(connection);
    await write(present.filter(isDue));
  };
  const write = async (due: readonly PresentConnection[]) => {
    const places = await placesOf(deps, new Set(due.map(({ fileId }) => fileId)));
    for (let from = 0; from < due.length; from += BATCH) {
      const batch = due.slice(from, from + BATCH);
      await editingSessions.write(
        batch.map(({ id, fileId, userId }) => ({
          connection: id,
          fileId,
          userId,
          cursor: places.get(id) ?? null,
        })),
      );
      for (const { id, fileId } of batch) written.set(id, { fileId, at: steadyNow() });
    }
  };
  const clean = async () => {
    if (steadyNow() - cleanedAt < EDITING_SESSION_STALE_MS) return;
    cleanedAt = steadyNow();
    await editingSessions.removeStale();
  };

  // One round at a time: a connection that is taken out must not be written again by a statement from before.
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    waiting += 1;
    const done = last.then(work).finally(() => {
      waiting -= 1;
    });
    last = done.catch(() => undefined); // whoever asked for it hears of it
    return done;
  };
  const timer = setInterval(() => {
    if (waiting > 0) return;
    const isDue = ({ id }: PresentConnection) =>
      steadyNow() - (written.get(id)?.at ?? Number.NEGATIVE_INFINITY) >= RENEW_MS;
    inTurn(async () => {
      await round(isDue);
      await clean();
      // The database is away: the next round says the same again.
    }).catch((error: unknown) => logger.debug({ err: error }, "who is here could not be written"));
  }, ROUND_MS);

  return {
    write: (fileId) => inTurn(() => round((connection) => connection.fileId === fileId)),
    async stop() {
      clearInterval(timer);
      await inTurn(() => round(() => false)).catch((error: unknown) =>
        logger.debug({ err: error }, "who was here could not be taken out"),
      );
    },
  };
}

/** A file that cannot be read just now (it is being deleted, say) has people in it all the same. */
async function placesOf(
  { engine, logger }: WriterDeps,
  fileIds: ReadonlySet<number>,
): Promise<Map<string, Place | null>> {
  const found = await Promise.all(
    [...fileIds].map((fileId) =>
      engine.places(fileId).catch((error: unknown) => {
        logger.debug({ err: error, file: fileId }, "carets could not be placed");
        return new Map<string, Place | null>();
      }),
    ),
  );
  return new Map(found.flatMap((places) => [...places]));
}
