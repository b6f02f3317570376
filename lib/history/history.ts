import type { LiveEngine } from "@/lib/collab/types";
import type { ListVersionsQuery } from "@/lib/contracts/history";
import { AppError, fileNotFound } from "@/lib/errors";
import type { FileRepository, FileWithRole } from "@/lib/files/ports";
import { allCounted, type CountedVersion, countChanges } from "./count-changes";
import { decodeCursor, encodeCursor } from "./cursor";
import type { Version, VersionRepository } from "./ports";
import { openReplay, type Replay, type ReplayDeps } from "./replay";
import { settleGroups } from "./settle-groups";
import { createWaitingLine } from "./waiting-line";

export interface HistoryDeps extends ReplayDeps {
  versions: VersionRepository;
  files: Pick<FileRepository, "findForUser">;
  engine: Pick<LiveEngine, "replaceText">;
}

/** A file's history, made from its log. Nothing in it is ever rewritten. */
export interface History {
  /** One page of versions, newest first. */
  list(
    fileId: number,
    query: ListVersionsQuery,
  ): Promise<{ versions: CountedVersion[]; nextCursor: string | null }>;
  find(fileId: number, versionId: number): Promise<Version | null>;
  read(version: Version): Promise<{ version: CountedVersion; content: string }>;
  /** Names the text as it is now. Throws `not_found`, `forbidden`. */
  name(fileId: number, by: number, label: string): Promise<CountedVersion>;
  /**
   * Makes the live text what it was, by edits of the caller's against the text of this moment; the text before it stays
   * a version. Throws what the engine refuses.
   */
  restore(
    file: FileWithRole,
    version: Version,
    userId: number,
  ): Promise<{ file: FileWithRole; content: string }>;
}

const NO_CHANGES = { added: 0, removed: 0 };

export const versionUnknown = (): AppError => new AppError("not_found", "No such version of this file.");

export function createHistory(deps: HistoryDeps): History {
  const { versions, files, engine } = deps;
  const inTurn = createWaitingLine();
  const replaying = <T>(fileId: number, read: (replay: Replay) => Promise<T>): Promise<T> =>
    inTurn(async () => {
      const replay = openReplay(deps, fileId);
      try {
        return await read(replay);
      } finally {
        replay.close();
      }
    });
  const counted = async (fileId: number, found: readonly Version[]) =>
    allCounted(found) ?? replaying(fileId, (replay) => countChanges(versions, replay, found));

  return {
    async list(fileId, { limit, cursor }) {
      const after = cursor === undefined ? null : decodeCursor(cursor);
      await settleGroups(versions, fileId);
      const found = await versions.list({ fileId, limit: limit + 1, after }); // one more: whether there is a next page
      const page = await counted(fileId, found.slice(0, limit));
      const last = page.at(-1);
      return {
        versions: page,
        nextCursor: found.length > limit && last !== undefined ? encodeCursor(last) : null,
      };
    },
    find: versions.find,
    read: (version) =>
      replaying(version.fileId, async (replay) => {
        const [whole] = await countChanges(versions, replay, [version]);
        if (whole === undefined) throw versionUnknown();
        return { version: whole, content: await replay.textAt(version.seq) };
      }),
    async name(fileId, by, label) {
      const named = await versions.name({ fileId, by, label });
      return { ...named, changes: named.changes ?? NO_CHANGES };
    },
    async restore(file, version, userId) {
      const content = await replaying(file.id, (replay) => replay.textAt(version.seq));
      await settleGroups(versions, file.id, true);
      const { text, version: now } = await engine.replaceText({
        fileId: file.id,
        userId,
        content,
        from: file.version,
      });
      const found = await files.findForUser(file.id, userId);
      if (found === null) throw fileNotFound();
      return { file: { ...found, version: now }, content: text };
    },
  };
}
