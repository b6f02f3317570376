import type { FileWithRole, MemberOfFile } from "@/lib/files/ports";
import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import type { DocumentLog } from "./document-log";
import type { FileWire } from "./file-wire";
import type { OpenFiles } from "./open-files";
import { REMOVED, refusal } from "./refusal";

const DELETED = refusal("deleted", "This file was deleted.");

interface MissedLookDeps {
  wire: FileWire;
  log: DocumentLog;
  findForMembers(members: readonly MemberOfFile[]): Promise<(FileWithRole & MemberOfFile)[]>;
  files: OpenFiles;
  bounds: EngineBounds;
  logger: Logger;
  now(): number;
}

/**
 * Looks in the database for what other processes did and nobody here has heard of: one question about all open files and
 * one about all connections, when the wire is back, now and then while it is up, and often while it is away.
 */
export function createMissedLook(deps: MissedLookDeps): {
  /** Asks when it is due. */
  look(): void;
} {
  const { wire, files, bounds, logger, now } = deps;
  let lookedAt = now();
  let asking = false;
  const lookNow = async () => {
    // What is asked just now may have been answered before whatever this is about: so once more, soon.
    lookedAt = asking ? Number.NEGATIVE_INFINITY : now();
    if (asking) return;
    asking = true;
    try {
      await lookForRows(deps);
      await lookForMembers(deps);
    } catch (error) {
      logger.debug({ err: error }, "it could not be asked what was missed");
    } finally {
      asking = false;
    }
  };
  wire.onReturn(() => {
    for (const file of files.list()) file.sayAgain();
    void lookNow();
  });
  return {
    look() {
      if (wire.state() === "alone") return;
      const every = wire.state() === "up" ? bounds.headsEvery : bounds.headsEveryWhileAway;
      if (now() - lookedAt >= every) void lookNow();
    },
  };
}

async function lookForRows({ files, log }: MissedLookDeps): Promise<void> {
  const inUse = files.list().filter(({ holder }) => holder.state !== "absent" && holder.state !== "gone");
  if (inUse.length === 0) return;
  const heads = await log.heads(inUse.map(({ fileId }) => fileId));
  for (const file of inUse) {
    const head = heads.get(file.fileId);
    if (head === undefined) file.announce({ kind: "deleted", why: DELETED });
    else file.holder.know(head.headSeq);
  }
}

async function lookForMembers({ files, findForMembers }: MissedLookDeps): Promise<void> {
  const asked = files.list().flatMap((file) =>
    [...file.connections].flatMap((connection) => {
      const { role, name, userId } = connection;
      return role === null ? [] : [{ connection, fileId: file.fileId, userId, role, name }];
    }),
  );
  if (asked.length === 0) return;
  const members = await findForMembers(asked.map(({ fileId, userId }) => ({ fileId, userId })));
  const found = new Map(members.map((member) => [keyOf(member), member]));
  for (const before of asked) {
    const { connection } = before;
    const member = found.get(keyOf(before));
    // What it heard meanwhile is newer than the answer.
    if (connection.role === before.role) {
      if (member === undefined) connection.expel(REMOVED);
      else if (member.role !== before.role) connection.changeRole({ role: member.role, by: null });
    }
    if (member !== undefined && connection.name === before.name)
      connection.renamed({ name: member.name, language: member.language });
  }
}

const keyOf = ({ fileId, userId }: MemberOfFile) => `${fileId}/${userId}`;
