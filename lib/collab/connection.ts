import { can } from "@/lib/access/policy";
import { CLOSE_CODES, type CloseReason } from "@/lib/contracts/close-codes";
import { DOCUMENT_FACTOR, maxMessageBytes } from "@/lib/contracts/limits";
import type { AwarenessUser, Joined, Refusal, Renamed, UpdateAck } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import type { EngineBounds } from "./bounds";
import {
  type AwarenessEntry,
  awarenessMessage,
  type ClientMessage,
  MalformedMessage,
  permissionDeniedMessage,
  readMessage,
  syncStep1Message,
} from "./messages";
import type { QueuedUpdate, Sender, UpdateOutcome } from "./queued-update";
import type { PresentMember } from "./server-presence";
import { createTokenBucket } from "./token-bucket";
import type { ConnectionSocket, LiveConnection, Person } from "./types";

type Ack = (answer: UpdateAck) => void;

/** What a connection asks of its file. */
export interface ConnectionFile {
  /** Queues an update; false: the queue is full. */
  push(update: QueuedUpdate): boolean;
  /** Answers sync step 1 with what the peer lacks. */
  answerSync(connection: Connection, stateVector: Uint8Array): void;
  /** Asks for everything the server lacks. */
  askForState(connection: Connection): void;
  /** Answers what is wrong with the states; null: nothing. */
  show(connection: Connection, entries: readonly AwarenessEntry[]): string | null;
  everybodyElse(connection: Connection): Uint8Array;
  left(connection: Connection): void;
}

export interface ConnectionDeps {
  person: Person;
  user: AwarenessUser;
  socket: ConnectionSocket;
  file: ConnectionFile;
  bounds: EngineBounds;
  maxFileBytes: number;
  rateLimits: boolean;
  now(): number;
}

type State =
  /** In the channel, the document not yet read (I2): what is said meanwhile waits. */
  { kind: "joining"; held: Uint8Array[] } | { kind: "live" } | { kind: "ended"; refusal: Refusal | null };

export const refusal = (reason: CloseReason, detail: string): Refusal => ({
  code: CLOSE_CODES[reason],
  detail,
});

/** One live connection of one person to one file. */
export class Connection implements LiveConnection, Sender, PresentMember {
  readonly #deps: ConnectionDeps;
  #state: State = { kind: "joining", held: [] };
  #role: Role | null = null;
  #sentAt: number;
  readonly #messages: { take(amount: number): boolean };
  readonly #bytes: { take(amount: number): boolean };
  readonly #syncs: { take(amount: number): boolean };
  /** Updates received and answered; awareness waits for those before it, else the caret would point at nothing. */
  #received = 0;
  #answered = 0;
  #awareness: { after: number; entries: AwarenessEntry[] }[] = [];

  constructor(deps: ConnectionDeps) {
    const { bounds, now } = deps;
    const burst = maxMessageBytes(deps.maxFileBytes) * bounds.byteBurstMessages;
    this.#deps = deps;
    this.#sentAt = now();
    this.#messages = createTokenBucket(bounds.messageBurst, bounds.messagesPerSecond, now);
    this.#bytes = createTokenBucket(burst, bounds.bytesPerSecond, now);
    this.#syncs = createTokenBucket(bounds.syncBurst, bounds.syncsPerSecond, now);
  }

  get userId(): number {
    return this.#deps.person.userId;
  }

  get sessionId(): string {
    return this.#deps.person.sessionId;
  }

  get user(): AwarenessUser {
    return this.#deps.user;
  }

  get isOpen(): boolean {
    return this.#state.kind !== "ended";
  }

  /** Why it ended before the join was done. */
  get refused(): Refusal | null {
    return this.#state.kind === "ended" ? this.#state.refusal : null;
  }

  mayEdit(): boolean {
    return this.#role !== null && can(this.#role, "file:edit");
  }

  /** The join's own reading of the role; an event that came meanwhile is newer. */
  admit(role: Role): void {
    this.#role ??= role;
  }

  /** The document was read: from here on everything is told, nothing twice needed, nothing left out (I2). */
  begin(event: Omit<Joined, "role" | "user">, stateVector: Uint8Array): void {
    if (this.#state.kind !== "joining" || this.#role === null) return;
    const { held } = this.#state;
    this.#state = { kind: "live" };
    this.#deps.socket.joined({ ...event, role: this.#role, user: this.user });
    this.deliver(syncStep1Message(stateVector));
    this.deliver(this.#deps.file.everybodyElse(this));
    for (const message of held) this.deliver(message);
  }

  deliver(message: Uint8Array): void {
    if (this.#state.kind === "joining") this.#state.held.push(message);
    if (this.#state.kind !== "live") return;
    const { socket, bounds, maxFileBytes } = this.#deps;
    if (socket.backlog() > bounds.backlogDocuments * DOCUMENT_FACTOR * maxFileBytes) this.close(TOO_SLOW);
    else {
      this.#sentAt = this.#deps.now();
      socket.send(message);
    }
  }

  renamed(event: Renamed): void {
    if (this.#state.kind === "live") this.#deps.socket.renamed(event);
  }

  changeRole(role: Role): void {
    this.#role = role;
    if (this.#state.kind === "live") this.#deps.socket.role({ role });
  }

  /** y-websocket drops a connection that hears nothing for 30 s; a message that changes nothing keeps it. */
  keepAlive(): void {
    if (this.#deps.now() - this.#sentAt >= this.#deps.bounds.silence) this.deliver(awarenessMessage([]));
  }

  receive(message: Uint8Array, ack?: Ack): void {
    if (this.#state.kind !== "live") {
      ack?.({ error: this.refused ?? ENDED });
      return;
    }
    const { rateLimits, maxFileBytes } = this.#deps;
    if (rateLimits && !(this.#messages.take(1) && this.#bytes.take(message.byteLength)))
      this.#refuse(TOO_FAST, ack);
    else if (message.byteLength > maxMessageBytes(maxFileBytes)) this.#refuse(TOO_LONG, ack);
    else {
      const parsed = parse(message);
      if (parsed === null) this.#refuse(MALFORMED, ack);
      else this.#handle(parsed, ack);
    }
  }

  #handle(message: ClientMessage, ack: Ack | undefined): void {
    switch (message.kind) {
      case "sync-step-1":
        if (this.#deps.rateLimits && !this.#syncs.take(1)) this.#refuse(TOO_FAST, ack);
        else this.#deps.file.answerSync(this, message.stateVector);
        break;
      case "update":
        this.#update(message.update, ack);
        break;
      case "awareness":
        this.#hold(message.entries);
        this.#showAwareness();
        break;
      case "query-awareness":
        this.deliver(this.#deps.file.everybodyElse(this));
    }
  }

  #update(update: Uint8Array, ack: Ack | undefined): void {
    this.#received += 1;
    const answer = (outcome: UpdateOutcome) => {
      this.#answered += 1;
      this.#settle(outcome, ack);
      this.#showAwareness();
    };
    if (!this.#deps.file.push({ sender: this, update, answer })) this.#refuse(QUEUE_FULL, ack);
  }

  #settle(outcome: UpdateOutcome, ack: Ack | undefined): void {
    switch (outcome.kind) {
      case "stored":
        ack?.({ version: outcome.version });
        return;
      case "denied":
        this.deliver(permissionDeniedMessage(READ_ONLY.detail));
        ack?.({ error: READ_ONLY });
        return;
      case "missing":
        // First the question, then the answer: who sends everything again need not look at the answer.
        if (this.#state.kind === "live") this.#deps.file.askForState(this);
        ack?.({ error: MISSING });
        return;
      case "refused": {
        const why = refusal(outcome.reason, outcome.detail);
        // Who asked for an answer has it; who did not must hear it some other way.
        const toldByAnswer =
          ack !== undefined && (outcome.reason === "invalid" || outcome.reason === "tooLarge");
        if (toldByAnswer) ack({ error: why });
        else this.#refuse(why, ack);
      }
    }
  }

  #hold(entries: AwarenessEntry[]): void {
    // The newest place is the one that counts; who types faster than is stored shows fewer places between.
    if (this.#awareness.length >= HELD_AWARENESS_MAX) this.#awareness.pop();
    this.#awareness.push({ after: this.#received, entries });
  }

  #showAwareness(): void {
    while (this.#state.kind === "live") {
      const next = this.#awareness[0];
      if (next === undefined || next.after > this.#answered) return;
      this.#awareness.shift();
      const fault = this.#deps.file.show(this, next.entries);
      if (fault !== null) this.close(refusal("invalid", fault));
    }
  }

  #refuse(why: Refusal, ack: Ack | undefined): void {
    ack?.({ error: why });
    this.close(why);
  }

  /** Says why and ends it. While it joins, the join answers the reason instead. Idempotent. */
  close(why: Refusal): void {
    const before = this.#state.kind;
    if (before === "ended") return;
    this.#end(why);
    if (before === "live") this.#deps.socket.close(why);
  }

  /** The account is no member any more: what it has sent is not stored either. */
  expel(why: Refusal): void {
    this.#role = null;
    this.close(why);
  }

  disconnected(): void {
    if (this.isOpen) this.#end(null);
  }

  #end(why: Refusal | null): void {
    this.#state = { kind: "ended", refusal: why };
    this.#awareness = [];
    this.#deps.file.left(this);
  }
}

function parse(message: Uint8Array): ClientMessage | null {
  try {
    return readMessage(message);
  } catch (error) {
    if (error instanceof MalformedMessage) return null;
    throw error;
  }
}

/** Awareness messages of one connection that wait for its updates. */
const HELD_AWARENESS_MAX = 16;

const TOO_FAST = refusal("tooFast", "Too many messages. Slow down and come back.");
const TOO_SLOW = refusal("tooFast", "Too much is waiting to be read. Come back when the line is free.");
const TOO_LONG = refusal("tooLarge", "The message is larger than the file may become.");
const MALFORMED = refusal("invalid", "This is no message of the protocol.");
const ENDED = refusal("databaseAway", "The connection has ended.");
const QUEUE_FULL = refusal("databaseAway", "The database is away, and no more edits can be held.");
const READ_ONLY = refusal("removed", "Your role here does not allow edits.");
const MISSING = refusal(
  "databaseAway",
  "The update builds on something that was never stored. Answer the sync step 1 that was sent.",
);
