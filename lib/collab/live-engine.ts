import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { CONNECTIONS_PER_USER_AND_FILE } from "@/lib/contracts/limits";
import { CONTENT_ROOT, type Refusal } from "@/lib/contracts/live";
import { isAppError } from "@/lib/errors";
import type { FileWithRole } from "@/lib/files/ports";
import type { Logger } from "@/lib/logger";
import { ENGINE_BOUNDS, type EngineBounds } from "./bounds";
import type { FileChannel } from "./channel";
import { newClientId } from "./client-ids";
import { type Connection, refusal } from "./connection";
import type { DocumentLog } from "./document-log";
import type { DocumentLimits } from "./file-document";
import { GroupCommit } from "./group-commit";
import { createLoadMeter } from "./load-meter";
import { patiently, watchLog } from "./log-watch";
import { OpenFile, type OpenFileDeps } from "./open-file";
import { createServerEdits } from "./server-edits";
import { createSessionWatch } from "./session-watch";
import type { ConnectionSocket, LiveConnection, LiveEngine, Person } from "./types";

export interface LiveEngineDeps {
  log: DocumentLog;
  /** The file and the caller's role in it; null: no such file, or no member of it. */
  findForUser(fileId: number, userId: number): Promise<FileWithRole | null>;
  isSessionLive(sessionId: string): Promise<boolean>;
  channel: FileChannel;
  limits: DocumentLimits;
  rateLimits: boolean;
  logger: Logger;
  bounds?: Partial<EngineBounds>;
  now?: () => number;
}

const RESTARTING = refusal("restarting", "The server is restarting.");
const NOT_FOUND = refusal("notFound", "No such file, or it is not shared with you.");
const TOO_MANY = refusal("tooFast", "Too many connections of one account to this file.");
const AWAY = refusal("databaseAway", "The database cannot be reached.");
const SIGNED_OUT = refusal("unauthenticated", "You are signed out.");

/** Makes the live engine of this process (lib/collab/SPEC.md). `stop` it. */
export function createLiveEngine(deps: LiveEngineDeps): LiveEngine {
  const bounds = { ...ENGINE_BOUNDS, ...deps.bounds };
  const now = deps.now ?? Date.now;
  const watch = watchLog(deps.log, now);
  const meter = createLoadMeter(bounds, now);
  const committer = new GroupCommit(watch.log, bounds, meter, deps.logger);
  const { channel, limits, rateLimits, logger } = deps;
  const budget = { bytes: 0, updates: 0 };
  const shared: OpenFileDeps = {
    log: watch.log,
    channel,
    committer,
    meter,
    budget,
    bounds,
    limits,
    rateLimits,
    logger,
    now,
  };
  const files = new Map<number, OpenFile>();
  const open = (fileId: number): OpenFile => {
    const file = files.get(fileId) ?? new OpenFile(fileId, shared);
    files.set(fileId, file);
    return file;
  };
  const connections = (): Connection[] => [...files.values()].flatMap((file) => [...file.connections]);
  const connectionsOf = (fileId: number, userId?: number) =>
    [...(files.get(fileId)?.connections ?? [])].filter((c) => userId === undefined || c.userId === userId);
  const wait = <T>(work: Promise<T>) => patiently(watch, bounds, work);
  const sessions = createSessionWatch({
    isLive: deps.isSessionLive,
    logger,
    every: bounds.sessionCheck,
    now,
  });
  const endSession = (sessionId: string) => {
    sessions.ended(sessionId);
    for (const connection of connections())
      if (connection.sessionId === sessionId) connection.close(SIGNED_OUT);
  };
  const sweeping = setInterval(() => {
    for (const file of files.values()) file.sweep();
    unloadIdle(files, bounds, logger);
    sessions.check(new Set(connections().map(({ sessionId }) => sessionId)), endSession);
  }, bounds.sweep);
  let stopping: Promise<void> | null = null;

  const join = async (
    fileId: number,
    person: Person,
    socket: ConnectionSocket,
  ): Promise<LiveConnection | Refusal> => {
    if (stopping !== null) return RESTARTING;
    if (connectionsOf(fileId, person.userId).length >= CONNECTIONS_PER_USER_AND_FILE) return TOO_MANY;
    const file = open(fileId);
    const connection = file.enter(person, socket);
    // Asked only now: a session that ended before could not have ended this connection.
    if (sessions.hasEnded(person.sessionId)) connection.close(SIGNED_OUT);
    try {
      const member = await deps.findForUser(fileId, person.userId);
      if (member === null) connection.close(NOT_FOUND);
      else {
        connection.admit(member.role);
        await wait(
          file.holder.read((document) => {
            const { name, language } = member;
            const event = { file_id: fileId, epoch: document.epoch, version: document.seq, name, language };
            connection.begin(event, document.stateVector());
          }),
        );
      }
    } catch (error) {
      const gone = isAppError(error) && error.code === "not_found";
      if (!isAppError(error)) logger.error({ err: error, file: fileId }, "a join failed");
      connection.close(gone ? NOT_FOUND : AWAY);
    }
    // Ids that are only tried must not fill the memory.
    if (file.holder.state === "absent" && !file.needed) files.delete(fileId);
    return connection.refused ?? connection;
  };

  return {
    join,
    readText: (fileId) => {
      const file = open(fileId);
      file.touch();
      return wait(file.holder.read((document) => ({ text: document.toString(), version: document.seq })));
    },
    replaceText: createServerEdits({ log: watch.log, bounds, open, patiently: wait }),
    seed: seedUpdate,
    fileRenamed(fileId, event) {
      for (const connection of connectionsOf(fileId)) connection.renamed(event);
    },
    fileDeleted(fileId, byUsername) {
      const why = refusal("deleted", `${byUsername} deleted this file.`);
      const file = files.get(fileId);
      if (file === undefined) return;
      for (const connection of connectionsOf(fileId)) connection.expel(why);
      file.holder.end();
    },
    roleChanged(fileId, userId, role) {
      for (const connection of connectionsOf(fileId, userId)) connection.changeRole(role);
    },
    memberRemoved(fileId, userId, byUsername) {
      const why = refusal("removed", `${byUsername} removed you from this file.`);
      for (const connection of connectionsOf(fileId, userId)) connection.expel(why);
    },
    sessionEnded: endSession,
    stats: () => ({
      openFiles: files.size,
      connections: connections().length,
      queuedUpdates: budget.updates,
    }),
    stop() {
      stopping ??= (async () => {
        for (const connection of connections()) connection.close(RESTARTING);
        const finished = finishAll([...files.values()], committer);
        await withDeadline(finished, bounds.stop, () =>
          logger.error({ updates: budget.updates }, "stopped with edits that could not be stored"),
        );
        clearInterval(sweeping);
        committer.stop();
        for (const file of files.values()) file.unload();
        files.clear();
      })();
      return stopping;
    },
  };
}

function seedUpdate(text: string): { update: Uint8Array; clientId: number } {
  const doc = new Y.Doc();
  doc.clientID = newClientId();
  doc.getText(CONTENT_ROOT).insert(0, text);
  const seed = { update: Y.encodeStateAsUpdate(doc), clientId: doc.clientID };
  doc.destroy();
  return seed;
}

/** Documents nobody needs go after a while, and at once when there are many of them; first a snapshot is kept. */
function unloadIdle(files: Map<number, OpenFile>, bounds: EngineBounds, logger: Logger): void {
  const idle = [...files.values()].filter((file) => !file.needed);
  idle.sort((a, b) => a.idleFor() - b.idleFor());
  for (const [rank, file] of idle.entries()) {
    if (rank < bounds.idleDocuments && file.idleFor() < bounds.idle) continue;
    file
      .compact()
      .then(() => {
        if (file.needed || files.get(file.fileId) !== file) return; // needed again meanwhile
        files.delete(file.fileId);
        file.unload();
      })
      .catch((error: unknown) =>
        logger.error({ err: error, file: file.fileId }, "a file could not be unloaded"),
      );
  }
}

const DRAIN_LOOK_MS = 10;

/** Resolves when nothing waits any more and snapshots are kept. A queue may wait for its document to be read anew. */
async function finishAll(files: readonly OpenFile[], committer: GroupCommit): Promise<void> {
  do {
    await committer.whenIdle();
    await sleep(DRAIN_LOOK_MS);
  } while (files.some((file) => file.queue.busy));
  await Promise.all(files.map((file) => file.compact()));
}

async function withDeadline(work: Promise<unknown>, limitMs: number, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late();
      resolve();
    }, limitMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
