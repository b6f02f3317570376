import * as Y from "yjs";
import { isAppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { EngineBounds } from "./bounds";
import type { ChannelMember, FileChannel } from "./channel";
import { createColorSlots } from "./color-slots";
import { Compaction } from "./compaction";
import { Connection, type ConnectionFile } from "./connection";
import { cursorPlaces, type Place } from "./cursor-places";
import { DocumentHolder } from "./document-holder";
import type { DocumentLog } from "./document-log";
import type { DocumentLimits } from "./file-document";
import { FileQueue } from "./file-queue";
import type { GroupCommit } from "./group-commit";
import type { LoadMeter } from "./load-meter";
import { syncStep1Message, syncStep2Message, updateMessage } from "./messages";
import { refusal } from "./refusal";
import { ServerPresence } from "./server-presence";
import type { ConnectionSocket, Person } from "./types";
import type { QueueBudget } from "./update-backlog";
import type { Publication } from "./update-turn";

/** What all open files of a process share. */
export interface OpenFileDeps {
  log: DocumentLog;
  channel: FileChannel;
  committer: GroupCommit;
  meter: LoadMeter;
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
  readonly #presence: ServerPresence;
  readonly #compaction: Compaction;
  readonly #colors = createColorSlots();
  readonly #leave = new Map<Connection, () => void>();
  #usedAt: number;

  constructor(fileId: number, deps: OpenFileDeps) {
    const { log, bounds, limits, logger, channel, committer, budget, now } = deps;
    const owners = new Map<number, number>();
    this.fileId = fileId;
    this.#deps = deps;
    this.#usedAt = now();
    this.holder = new DocumentHolder({ fileId, log, limits, logger });
    this.#compaction = new Compaction({ fileId, log, bounds, logger, now });
    this.#presence = new ServerPresence({
      bounds,
      now,
      owners,
      claim: (userId, clientIds) => log.claimClients(fileId, userId, clientIds),
      publish: (message, except) => channel.publish(fileId, message, except),
    });
    this.queue = new FileQueue({
      fileId,
      holder: this.holder,
      committer,
      budget,
      bounds,
      owners,
      publish: (publications) => this.#publish(publications),
      settled: (document) => this.#compaction.settled(document),
    });
  }

  /** Enters the channel, before anything is read (I2). */
  enter(person: Person, socket: ConnectionSocket): Connection {
    const { bounds, limits, rateLimits, now, channel } = this.#deps;
    const color = this.#colors.take(person.userId);
    const connection = new Connection({
      person,
      user: { id: person.userId, name: person.username, color },
      socket,
      file: this.#forConnection,
      bounds,
      maxFileBytes: limits.maxFileBytes,
      rateLimits,
      now,
    });
    this.connections.add(connection);
    this.#leave.set(connection, channel.enter(this.fileId, connection));
    return connection;
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
      this.#colors.release(connection.userId);
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

  /** What was committed goes to everybody; who wrote something hears only what others wrote (I1). */
  #publish(publications: readonly Publication[]): void {
    if (publications.length === 0) return;
    const { channel, meter } = this.#deps;
    const authors = new Set<ChannelMember>(publications.flatMap(({ except }) => except ?? []));
    channel.publish(this.fileId, updateMessage(merged(publications)), authors);
    for (const author of authors) {
      const others = publications.filter(({ except }) => except !== author);
      if (others.length > 0) author.deliver(updateMessage(merged(others)));
    }
    meter.deliveries(this.connections.size);
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

  /** Called by whoever reads or writes without a connection. */
  touch(): void {
    this.#usedAt = this.#deps.now();
  }

  /** Somebody needs it, or something is pending. */
  get needed(): boolean {
    const { connections, queue, holder } = this;
    const pending = queue.busy || holder.waiting > 0 || holder.state === "loading" || this.#compaction.busy;
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
    this.#presence.stop();
    this.holder.discard();
  }
}

const merged = (publications: readonly Publication[]): Uint8Array => {
  const [first, ...more] = publications.map(({ update }) => update);
  return first === undefined || more.length > 0 ? Y.mergeUpdates(publications.map((p) => p.update)) : first;
};

const DELETED = refusal("deleted", "This file was deleted.");
