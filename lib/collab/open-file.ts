import type { AwarenessUser } from "@/lib/contracts/live";
import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import type { FileChannel } from "./channel";
import { createColorSlots } from "./color-slots";
import { Compaction } from "./compaction";
import { Connection, type ConnectionFile } from "./connection";
import { cursorPlaces, type Place } from "./cursor-places";
import { DocumentHolder } from "./document-holder";
import type { DocumentLog } from "./document-log";
import { createFileDelivery, type FileDelivery } from "./file-delivery";
import type { DocumentLimits } from "./file-document";
import { FileQueue } from "./file-queue";
import type { Announcement, FileEvent, FileLine, FileWire } from "./file-wire";
import type { GroupCommit } from "./group-commit";
import type { RegisteredFeatures } from "./live-features";
import type { LoadMeter } from "./load-meter";
import { syncStep1Message, syncStep2Message } from "./messages";
import { refusal } from "./refusal";
import { ServerPresence } from "./server-presence";
import type { ConnectionSocket, Person } from "./types";
import type { QueueBudget } from "./update-backlog";

/** What all open files of a process share. */
export interface OpenFileDeps {
  log: DocumentLog;
  channel: FileChannel;
  wire: FileWire;
  committer: GroupCommit;
  meter: LoadMeter;
  features: RegisteredFeatures;
  budget: QueueBudget;
  bounds: EngineBounds;
  limits: DocumentLimits;
  rateLimits: boolean;
  logger: Logger;
  now(): number;
}

/** One file while this process has it open: its document, its queue, and who is in it. */
export class OpenFile {
  readonly fileId: number;
  readonly holder: DocumentHolder;
  readonly queue: FileQueue;
  readonly connections = new Set<Connection>();
  readonly #deps: OpenFileDeps;
  readonly #delivery: FileDelivery;
  readonly #presence: ServerPresence;
  readonly #compaction: Compaction;
  readonly #colors = createColorSlots();
  readonly #leave = new Map<Connection, () => void>();
  readonly #users = new Map<Connection, AwarenessUser>();
  #line: FileLine | null = null;
  #unloaded = false;
  #usedAt: number;

  constructor(fileId: number, deps: OpenFileDeps) {
    const { log, bounds, limits, logger, channel, wire, committer, budget, features, now } = deps;
    const owners = new Map<number, number>();
    this.fileId = fileId;
    this.#deps = deps;
    this.#usedAt = now();
    const delivery = createFileDelivery({
      ...{ fileId, channel, wire, meter: deps.meter, now },
      audience: () => this.connections.size,
    });
    this.#delivery = delivery;
    this.holder = new DocumentHolder({
      ...{ fileId, log, limits, bounds, logger },
      listening: () => this.listen(),
      publish: (updates) => {
        delivery.heard(updates);
        features.noticed(fileId, ROWS, "elsewhere");
      },
      foundBeyond: (seq) => wire.tell(fileId, { kind: "head", seq }),
    });
    this.#compaction = new Compaction({ fileId, log, bounds, logger, now });
    this.#presence = new ServerPresence({
      bounds,
      now,
      owners,
      claim: (userId, clientIds) => log.claimClients(fileId, userId, clientIds),
      publish: (message, except) => channel.publish(fileId, message, except),
      processId: wire.processId,
      tell: (entries) => wire.tell(fileId, { kind: "awareness", entries }),
    });
    this.queue = new FileQueue({
      fileId,
      holder: this.holder,
      committer,
      budget,
      bounds,
      owners,
      publish: (publications) => {
        delivery.committed(publications);
        if (publications.length > 0) features.noticed(fileId, ROWS, "here");
      },
      settled: (document) => this.#compaction.settled(document),
    });
  }

  /** Enters the channel, before anything is read (I2). */
  enter(person: Person, socket: ConnectionSocket): Connection {
    const { bounds, limits, rateLimits, now, channel, features, logger } = this.#deps;
    const user = () => this.#userOf(connection, person);
    const connection: Connection = new Connection({
      person,
      // Asked for once the join is done: by then it is known who is shown by other processes.
      get user() {
        return user();
      },
      socket,
      file: this.#forConnection,
      fileId: this.fileId,
      features,
      logger,
      bounds,
      maxFileBytes: limits.maxFileBytes,
      rateLimits,
      now,
    });
    this.connections.add(connection);
    this.#leave.set(connection, channel.enter(this.fileId, connection));
    return connection;
  }

  #userOf(connection: Connection, { userId, username }: Person): AwarenessUser {
    const known = this.#users.get(connection);
    if (known !== undefined) return known;
    const color = this.#colors.take(userId, this.#presence.usersElsewhere());
    const user = { id: userId, name: username, color };
    this.#users.set(connection, user);
    return user;
  }

  /** The account behind a session has another name: shown to everybody at once, and told to its own pages. */
  name(sessionId: string, username: string): void {
    for (const [connection, before] of this.#users) {
      if (connection.sessionId !== sessionId || before.name === username) continue;
      const user = { ...before, name: username };
      this.#users.set(connection, user);
      this.#presence.restamp(connection);
      connection.renamedUser(user);
    }
  }

  /** Hears other processes from now on; resolves when that is sure, or when they cannot be heard now (I2). */
  listen(): Promise<void> {
    if (this.#unloaded) return Promise.resolve(); // a latecomer: somebody else may be on the wire by now
    this.#line ??= this.#enterWire();
    return this.#line.ready;
  }

  #enterWire(): FileLine {
    const line = this.#deps.wire.enter(this.fileId, (event, from) => this.#hear(event, from));
    void line.ready.then(() => {
      if (this.#line === line) this.sayHello();
    });
    return line;
  }

  /** Asks the other processes who is in the file. */
  sayHello(): void {
    if (this.#line !== null) this.#deps.wire.tell(this.fileId, { kind: "hello" });
  }

  /** What was said on the wire may be lost: says how far the log goes and what people here show, and asks the others. */
  sayAgain(): void {
    const { document } = this.holder;
    if (document !== null) this.#deps.wire.tell(this.fileId, { kind: "head", seq: document.seq });
    this.#presence.tellAll();
    this.sayHello();
  }

  #hear(event: FileEvent, from: string): void {
    switch (event.kind) {
      case "rows":
        this.holder.hear(event.rows);
        break;
      case "head":
        this.holder.know(event.seq);
        break;
      case "awareness":
        this.#presence.hear(from, event.entries);
        break;
      case "hello":
        this.#presence.tellAll();
        break;
      default:
        this.announce(event);
        this.#deps.features.noticed(this.fileId, event, "elsewhere");
    }
  }

  /** Tells the connections that it concerns (I6). */
  announce(event: Announcement): void {
    const bytes = event.kind === "feature" ? JSON.stringify(event.event.payload).length : 0;
    for (const connection of [...this.connections]) {
      if ("userId" in event && event.userId !== connection.userId) continue;
      if (event.kind === "renamed") connection.renamed(event.event);
      else if (event.kind === "role") connection.changeRole(event.event);
      else if (event.kind === "feature") connection.tell(event.event, bytes);
      else connection.expel(event.why);
    }
    if (event.kind === "deleted") this.holder.end();
  }

  readonly #forConnection: ConnectionFile = {
    push: (update) => {
      const { budget, bounds, meter } = this.#deps;
      const bytes = budget.bytes + update.update.byteLength;
      if (bytes > bounds.queuedBytes || budget.updates >= bounds.queuedUpdates) return false;
      meter.updates(1);
      this.queue.pushUpdate(update);
      return true;
    },
    answerSync: (connection, stateVector) =>
      this.#whenSettled(connection, (document) =>
        connection.deliver(syncStep2Message(document.updateSince(stateVector))),
      ),
    askForState: (connection) =>
      this.#whenSettled(connection, (document) =>
        connection.deliver(syncStep1Message(document.stateVector())),
      ),
    show: (connection, entries) => this.#presence.receive(connection, entries),
    everybodyElse: (connection) => this.#presence.everybody(connection),
    left: (connection) => {
      this.connections.delete(connection);
      this.#leave.get(connection)?.();
      this.#leave.delete(connection);
      this.#presence.leave(connection);
      if (this.#users.delete(connection)) this.#colors.release(connection.userId);
      this.#usedAt = this.#deps.now();
    },
  };

  /** Whoever asks is answered once the document can be read: without the answer a client neither shows nor sends. */
  #whenSettled(connection: Connection, read: Parameters<DocumentHolder["read"]>[0]): void {
    this.holder.read(read).catch((error: unknown) => {
      if (!connection.isOpen) return;
      if (isAppError(error) && error.code === "not_found") connection.close(DELETED);
      else setTimeout(() => this.#whenSettled(connection, read), this.#deps.bounds.retryLoad);
    });
  }

  /** Where each connection shows its caret, in the text as it is at the next settle point. */
  places(): Promise<Map<string, Place | null>> {
    return this.holder.read(({ text }) => {
      const states = new Map<string, string>();
      for (const connection of this.connections) {
        const state = this.#presence.stateOf(connection);
        if (state !== undefined) states.set(connection.id, state);
      }
      return cursorPlaces(text, states);
    });
  }

  /** Keeps connections and shown states alive. */
  sweep(): void {
    this.#presence.renew();
    for (const connection of this.connections) connection.keepAlive();
  }

  /** Somebody has it open, here or on another process. */
  get watched(): boolean {
    return this.connections.size > 0 || this.#presence.usersElsewhere().length > 0;
  }

  /** Called by whoever reads or writes without a connection. */
  touch(): void {
    this.#usedAt = this.#deps.now();
  }

  /** Somebody needs it, or something is pending. */
  get needed(): boolean {
    const { connections, queue, holder } = this;
    const pending = queue.busy || holder.busy || this.#compaction.busy;
    return connections.size > 0 || pending;
  }

  /** For how long nobody has needed it, in milliseconds. */
  idleFor(): number {
    return this.needed ? 0 : this.#deps.now() - this.#usedAt;
  }

  /** Keeps a snapshot of what came since the last one, so that the next opening is quick. */
  async compact(): Promise<void> {
    const { document } = this.holder;
    if (document !== null) await this.#compaction.finish(document);
  }

  /** Forgets the document; only when nothing is pending. Idempotent. */
  unload(): void {
    this.#unloaded = true;
    this.#delivery.stop();
    this.#presence.stop();
    this.holder.close();
    this.#line?.leave();
    this.#line = null;
  }
}

const ROWS = { kind: "rows" } as const;
const DELETED = refusal("deleted", "This file was deleted.");
