import * as decoding from "lib0/decoding";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { LiveSession } from "@/lib/auth/ports";
import type { EngineBounds } from "@/lib/collab/bounds";
import type { DocumentLog } from "@/lib/collab/document-log";
import { type FileWire, NO_WIRE } from "@/lib/collab/file-wire";
import { createLiveEngine } from "@/lib/collab/live-engine";
import { createLiveFeatures, type LiveFeatures } from "@/lib/collab/live-features";
import { createMemoryLog, type MemoryLog } from "@/lib/collab/memory-log";
import { awarenessMessage, syncStep1Message, syncStep2Message, updateMessage } from "@/lib/collab/messages";
import type { LiveConnection, LiveEngine, Person } from "@/lib/collab/types";
import type { Answered, FeatureEvent } from "@/lib/contracts/features";
import type { AwarenessUser, Joined, Refusal, Renamed, RoleChanged, UpdateAck } from "@/lib/contracts/live";
import { CONTENT_ROOT, MESSAGE_AUTH, MESSAGE_AWARENESS, MESSAGE_SYNC } from "@/lib/contracts/live";
import { createLogger } from "@/lib/logger";
import { createFileChannel } from "@/lib/realtime/file-channel";

export interface EngineOptions {
  memory?: MemoryLog;
  /** What the engine is given in place of the memory log itself, such as one that fails. */
  log?: DocumentLog;
  maxFileBytes?: number;
  rateLimits?: boolean;
  bounds?: Partial<EngineBounds>;
  wire?: FileWire;
  liveAmong?: (sessionIds: readonly string[]) => Promise<readonly LiveSession[]>;
}

/** An engine on a log in memory. `stop` it. */
export function startEngine(options: EngineOptions = {}): {
  engine: LiveEngine;
  memory: MemoryLog;
  features: LiveFeatures;
} {
  const memory = options.memory ?? createMemoryLog();
  const logger = createLogger("silent");
  const features = createLiveFeatures(logger);
  const engine = createLiveEngine({
    log: options.log ?? memory,
    findForUser: (fileId, userId) => memory.findForUser(fileId, userId),
    endingOf: (fileId, userId) => memory.endingOf(fileId, userId),
    findForMembers: (members) => memory.findForMembers(members),
    liveAmong: options.liveAmong ?? (async (sessionIds) => sessionIds.map(liveSession)),
    channel: createFileChannel(),
    wire: options.wire ?? NO_WIRE,
    features,
    limits: { maxFileBytes: options.maxFileBytes ?? 1_000_000 },
    rateLimits: options.rateLimits ?? false,
    logger,
    ...(options.bounds === undefined ? {} : { bounds: options.bounds }),
  });
  return { engine, memory, features };
}

/** The session of `person`. */
export const liveSession = (id: string): LiveSession => ({ id, username: id.replace("session", "user") });

export const person = (userId: number): Person => ({
  userId,
  username: `user-${userId}`,
  sessionId: `session-${userId}`,
});

/** A plain Yjs client that sits directly on the engine. */
export interface EngineClient {
  doc: Y.Doc;
  text: Y.Text;
  awareness: Awareness;
  joined: Joined[];
  roles: RoleChanged[];
  renamed: Renamed[];
  users: AwarenessUser[];
  /** Events of features. */
  told: FeatureEvent[];
  closed: Refusal[];
  /** Updates heard, each as it came. */
  heard: Uint8Array[];
  /** Awareness messages heard. */
  awarenessHeard: number;
  denied: number;
  connection: LiveConnection;
  /** One local edit, sent; resolves with the answer. */
  edit(change: (text: Y.Text) => void): Promise<UpdateAck>;
  send(update: Uint8Array): Promise<UpdateAck>;
  /** Asks something of a feature. */
  ask(name: string, payload?: unknown): Promise<Answered<unknown>>;
  /** Sends the awareness states as they stand. */
  show(clientIds?: number[]): void;
  sync(): void;
}

/** Joins; throws the refusal's text when it is refused. */
export async function joinEngine(
  engine: LiveEngine,
  fileId: number,
  userId: number,
  doc = new Y.Doc(),
): Promise<EngineClient> {
  const awareness = new Awareness(doc);
  const heard: Uint8Array[] = [];
  const waiting: (() => void)[] = [];
  const counts = { denied: 0, awareness: 0 };
  const events = {
    joined: [] as Joined[],
    roles: [] as RoleChanged[],
    renamed: [] as Renamed[],
    users: [] as AwarenessUser[],
    told: [] as FeatureEvent[],
  };
  const closed: Refusal[] = [];
  let connection: LiveConnection | null = null;
  const answer = (message: Uint8Array) => {
    if (connection === null) waiting.push(() => connection?.receive(message));
    else connection.receive(message);
  };
  const onMessage = (bytes: Uint8Array) => {
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE_AWARENESS) {
      counts.awareness += 1;
      applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), "server");
    } else if (type === MESSAGE_AUTH) counts.denied += 1;
    else if (type === MESSAGE_SYNC) {
      const kind = decoding.readVarUint(decoder);
      const payload = decoding.readVarUint8Array(decoder);
      if (kind === 0) answer(syncStep2Message(Y.encodeStateAsUpdate(doc, payload)));
      else {
        if (kind === 2) heard.push(payload);
        Y.applyUpdate(doc, payload, "server");
      }
    }
  };
  const result = await engine.join(fileId, person(userId), {
    send: onMessage,
    backlog: () => 0,
    joined: (event) => void events.joined.push(event),
    renamed: (event) => void events.renamed.push(event),
    role: (event) => void events.roles.push(event),
    user: (event) => void events.users.push(event),
    feature: (event) => void events.told.push(event),
    close: (refusal) => void closed.push(refusal),
  });
  if ("code" in result) throw new Error(`${result.code} ${result.detail}`);
  connection = result;
  for (const send of waiting) send();
  const send = (update: Uint8Array) =>
    new Promise<UpdateAck>((resolve) => result.receive(updateMessage(update), resolve));
  const sync = () => result.receive(syncStep1Message(Y.encodeStateVector(doc)));
  sync();
  const text = doc.getText(CONTENT_ROOT);
  return {
    doc,
    text,
    awareness,
    ...events,
    closed,
    heard,
    get awarenessHeard() {
      return counts.awareness;
    },
    get denied() {
      return counts.denied;
    },
    connection: result,
    send,
    ask: (name, payload) => new Promise((resolve) => result.request(name, payload, resolve)),
    sync,
    edit(change) {
      const updates: Uint8Array[] = [];
      const collect = (update: Uint8Array) => updates.push(update);
      doc.on("update", collect);
      doc.transact(() => change(text));
      doc.off("update", collect);
      return send(Y.mergeUpdates(updates));
    },
    show(clientIds = [doc.clientID]) {
      const update = encodeAwarenessUpdate(awareness, clientIds);
      const decoder = decoding.createDecoder(update);
      const count = decoding.readVarUint(decoder);
      const entries = Array.from({ length: count }, () => ({
        clientId: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        state: decoding.readVarString(decoder),
      }));
      result.receive(awarenessMessage(entries));
    },
  };
}
