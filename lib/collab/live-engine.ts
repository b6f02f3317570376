import * as Y from "yjs";
import type { LiveSession } from "@/lib/auth/ports";
import { CONNECTIONS_PER_USER_AND_FILE, FEATURE_EVENT_BYTES } from "@/lib/contracts/limits";
import { CONTENT_ROOT, type Refusal } from "@/lib/contracts/live";
import { isAppError } from "@/lib/errors";
import type { FileWithRole, MemberOfFile } from "@/lib/files/ports";
import type { Logger } from "@/lib/logger";
import type { MembershipEnding } from "@/lib/sharing/ports";
import { steadyNow } from "@/lib/steady-clock";
import { ENGINE_BOUNDS, type EngineBounds } from "./bounds";
import type { FileChannel } from "./channel";
import { newClientId } from "./client-ids";
import type { Connection } from "./connection";
import type { DocumentLog } from "./document-log";
import { textAt } from "./edit-turn";
import type { DocumentLimits } from "./file-document";
import type { Announcement, FileWire } from "./file-wire";
import { GroupCommit } from "./group-commit";
import type { RegisteredFeatures } from "./live-features";
import { createLoadMeter } from "./load-meter";
import { patiently, watchLog } from "./log-watch";
import { createMissedLook } from "./missed-look";
import type { OpenFile } from "./open-file";
import { createOpenFiles, type OpenFiles } from "./open-files";
import { REMOVED, refusal } from "./refusal";
import { sendAway } from "./send-away";
import { createServerEdits } from "./server-edits";
import { createSessionWatch, type SessionWatch } from "./session-watch";
import type { ConnectionSocket, LiveConnection, LiveEngine, Person } from "./types";

export interface LiveEngineDeps {
  log: DocumentLog;
  /** The file and the caller's role in it; null: no such file, or no member of it. */
  findForUser(fileId: number, userId: number): Promise<FileWithRole | null>;
  /** How the membership of somebody who is none any more ended; null: there was none. */
  endingOf(fileId: number, userId: number): Promise<MembershipEnding | null>;
  /** The same as `findForUser` for many at once; those that are no members are left out. */
  findForMembers(members: readonly MemberOfFile[]): Promise<(FileWithRole & MemberOfFile)[]>;
  /** Of these sessions, the ones that are live, with the name each account has now. */
  liveAmong(sessionIds: readonly string[]): Promise<readonly LiveSession[]>;
  channel: FileChannel;
  wire: FileWire;
  features: RegisteredFeatures;
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
  const { channel, wire, features, limits, rateLimits, logger } = deps;
  const bounds = { ...ENGINE_BOUNDS, ...deps.bounds };
  const now = deps.now ?? steadyNow;
  const watch = watchLog(deps.log, now);
  const { log } = watch;
  const meter = createLoadMeter(bounds, now);
  const committer = new GroupCommit(log, bounds, meter, logger);
  const budget = { bytes: 0, updates: 0 };
  const shared = {
    log,
    channel,
    wire,
    committer,
    meter,
    features,
    budget,
    bounds,
    limits,
    rateLimits,
    logger,
    now,
  };
  const files = createOpenFiles(shared);
  const wait = <T>(work: Promise<T>) => patiently(watch, bounds, work);
  const missed = createMissedLook({ ...shared, files, findForMembers: deps.findForMembers });
  const sessions = createSessionWatch(deps);
  const announce = (fileId: number, event: Announcement) => {
    files.find(fileId)?.announce(event);
    wire.tell(fileId, event);
    features.noticed(fileId, event, "here");
  };
  const sessionEnded = (sessionId: string) => {
    sessions.ended(sessionId);
    for (const connection of files.connections())
      if (connection.sessionId === sessionId) connection.close(SIGNED_OUT);
  };
  const sweeping = setInterval(() => {
    files.sweep();
    missed.look();
  }, bounds.sweep);
  const checking = setInterval(() => {
    const open = new Set(files.connections().map(({ sessionId }) => sessionId));
    sessions.check(open, { ended: sessionEnded, named: files.name });
  }, bounds.sessionCheck);

  const stop = async () => {
    const leave = async () => {
      await sendAway(files.connections(), RESTARTING, bounds);
      await files.finish();
    };
    await withDeadline(leave(), bounds.stop, () =>
      logger.error({ updates: budget.updates }, "stopped with edits that could not be stored"),
    );
    clearInterval(sweeping);
    clearInterval(checking);
    committer.stop();
    files.close();
  };
  let stopping: Promise<void> | null = null;
  return {
    async join(fileId, person, socket) {
      if (stopping !== null) return RESTARTING;
      return joinFile({ ...deps, files, sessions, wait }, fileId, person, socket);
    },
    readText(fileId, from) {
      const file = files.open(fileId);
      file.touch();
      return wait(file.holder.read(textAt, from));
    },
    read(fileId, read, from) {
      const file = files.open(fileId);
      file.touch();
      return wait(file.holder.read((document) => read(document.text, document.seq), from));
    },
    ...createServerEdits({ log, bounds, open: files.open, patiently: wait }),
    isWatched: (fileId) => files.find(fileId)?.watched ?? false,
    seed: seedUpdate,
    present: files.present,
    places: (fileId) => wait(files.find(fileId)?.places() ?? Promise.resolve(new Map())),
    ...announcements(announce),
    tell(fileId, event) {
      const bytes = Buffer.byteLength(JSON.stringify(event.payload));
      if (bytes > FEATURE_EVENT_BYTES)
        logger.error({ file: fileId, feature: event.name, bytes }, "an event is too large to be told");
      else announce(fileId, { kind: "feature", event });
    },
    sessionEnded,
    stats: () => ({
      openFiles: files.count(),
      connections: files.connections().length,
      queuedUpdates: budget.updates,
    }),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

interface JoinDeps extends Pick<LiveEngineDeps, "findForUser" | "endingOf" | "logger"> {
  files: OpenFiles;
  sessions: SessionWatch;
  wait<T>(work: Promise<T>): Promise<T>;
}

async function joinFile(
  { files, sessions, wait, findForUser, endingOf, logger }: JoinDeps,
  fileId: number,
  person: Person,
  socket: ConnectionSocket,
): Promise<LiveConnection | Refusal> {
  if (files.connectionsOf(fileId, person.userId).length >= CONNECTIONS_PER_USER_AND_FILE) return TOO_MANY;
  const file = files.open(fileId);
  const connection = file.enter(person, socket);
  // Asked only now: a session that ended before could not have ended this connection.
  if (sessions.hasEnded(person.sessionId)) connection.close(SIGNED_OUT);
  try {
    await file.listen(); // first: what is said of the member from here on is heard
    const member = await findForUser(fileId, person.userId);
    if (member === null) connection.close(noMember(await endingOf(fileId, person.userId)));
    else await wait(begin(file, connection, member));
  } catch (error) {
    const gone = isAppError(error) && error.code === "not_found";
    if (!isAppError(error)) logger.error({ err: error, file: fileId }, "a join failed");
    connection.close(gone ? NOT_FOUND : AWAY);
  }
  files.forgetUntouched(file);
  return connection.refused ?? connection;
}

/** Who was a member is told so, and nobody else that there is such a file. */
const noMember = (ending: MembershipEnding | null): Refusal => (ending === null ? NOT_FOUND : ended(ending));

function ended(ending: MembershipEnding): Refusal {
  if (ending.how === "left") return refusal("removed", "You left this file.");
  const { by } = ending;
  return by === null ? REMOVED : refusal("removed", `${by} removed you from this file.`);
}

/** Reads the document, and lets the connection in at that very moment (I2). */
function begin(file: OpenFile, connection: Connection, member: FileWithRole): Promise<void> {
  const { name, language, role } = member;
  connection.admit(role);
  return file.holder.read((document) => {
    const event = { file_id: file.fileId, epoch: document.epoch, version: document.seq, name, language };
    connection.begin(event, document.stateVector());
  }, member.version);
}

/** What happened elsewhere, told to the open connections it concerns, on every process (I6). */
function announcements(
  announce: (fileId: number, event: Announcement) => void,
): Pick<LiveEngine, "fileRenamed" | "fileDeleted" | "roleChanged" | "memberRemoved"> {
  return {
    fileRenamed: (fileId, event) => announce(fileId, { kind: "renamed", event }),
    fileDeleted: (fileId, byUsername) =>
      announce(fileId, { kind: "deleted", why: refusal("deleted", `${byUsername} deleted this file.`) }),
    roleChanged: (fileId, userId, event) => announce(fileId, { kind: "role", userId, event }),
    memberRemoved(fileId, userId, byUsername) {
      const why = ended(byUsername === null ? { how: "left" } : { how: "removed", by: byUsername });
      announce(fileId, { kind: "removed", userId, why });
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
