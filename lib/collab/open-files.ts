import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection";
import { OpenFile, type OpenFileDeps } from "./open-file";
import type { PresentConnection } from "./types";

/** The files this process has open. */
export interface OpenFiles {
  /** The file, opened when it is not. Ask again after each wait: it may have been unloaded meanwhile. */
  open(fileId: number): OpenFile;
  /** The file, when it is open. */
  find(fileId: number): OpenFile | undefined;
  list(): OpenFile[];
  connections(): Connection[];
  /** What the account behind a session is called now: its connections show it from here on. */
  name(sessionId: string, username: string): void;
  /** Connections that have joined, with their file. */
  present(): PresentConnection[];
  /** Those of one account to one file. */
  connectionsOf(fileId: number, userId: number): Connection[];
  /** Forgets a file at once that was only tried; ids that do not exist must not fill the memory. */
  forgetUntouched(file: OpenFile): void;
  /** Keeps connections alive, and unloads what nobody has needed for a while, after keeping a snapshot. */
  sweep(): void;
  /** Resolves when nothing waits any more and snapshots are kept. */
  finish(): Promise<void>;
  /** Forgets everything. */
  close(): void;
  count(): number;
}

const FINISH_LOOK_MS = 10;

export function createOpenFiles(deps: OpenFileDeps): OpenFiles {
  const files = new Map<number, OpenFile>();
  const forget = (file: OpenFile) => {
    files.delete(file.fileId);
    file.unload();
  };
  return {
    open(fileId) {
      const file = files.get(fileId) ?? new OpenFile(fileId, deps);
      files.set(fileId, file);
      return file;
    },
    find: (fileId) => files.get(fileId),
    list: () => [...files.values()],
    connections: () => [...files.values()].flatMap((file) => [...file.connections]),
    name(sessionId, username) {
      for (const file of files.values()) file.name(sessionId, username);
    },
    present: () =>
      [...files.values()].flatMap(({ fileId, connections }) =>
        [...connections]
          .filter(({ hasJoined }) => hasJoined)
          .map(({ id, userId }) => ({ id, fileId, userId })),
      ),
    connectionsOf: (fileId, userId) =>
      [...(files.get(fileId)?.connections ?? [])].filter((connection) => connection.userId === userId),
    forgetUntouched(file) {
      if (file.holder.state === "absent" && !file.needed) forget(file);
    },
    sweep() {
      for (const file of files.values()) file.sweep();
      for (const file of idleTooLong([...files.values()], deps)) {
        const done = file.compact().then(() => {
          // Needed again meanwhile, or unloaded by an earlier look.
          if (!file.needed && files.get(file.fileId) === file) forget(file);
        });
        done.catch((error: unknown) =>
          deps.logger.error({ err: error, file: file.fileId }, "a file could not be unloaded"),
        );
      }
    },
    async finish() {
      do {
        await deps.committer.whenIdle();
        await sleep(FINISH_LOOK_MS); // a queue may wait for its document to be read anew
      } while ([...files.values()].some((file) => file.queue.busy));
      await Promise.all([...files.values()].map((file) => file.compact()));
    },
    close() {
      for (const file of files.values()) forget(file);
    },
    count: () => files.size,
  };
}

/** Files nobody needs: after a while, and at once those beyond the number that may stay. */
function idleTooLong(files: readonly OpenFile[], { bounds }: OpenFileDeps): OpenFile[] {
  const idle = files.filter((file) => !file.needed);
  idle.sort((a, b) => a.idleFor() - b.idleFor());
  return idle.filter((file, rank) => rank >= bounds.idleDocuments || file.idleFor() >= bounds.idle);
}
