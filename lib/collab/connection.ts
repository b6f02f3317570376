import { can } from "@/lib/access/policy";
import type { Answered, FeatureEvent } from "@/lib/contracts/features";
import { DOCUMENT_FACTOR } from "@/lib/contracts/limits";
import type { AwarenessUser, Joined, Refusal, Renamed, RoleChanged, UpdateAck } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import type { Logger } from "@/lib/logger";
import { createFeatureLine } from "./feature-line";
import { createHeldAwareness } from "./held-awareness";
import type { Caller, RegisteredFeatures } from "./live-features";
import { createMessageIntake, type IntakeRules } from "./message-intake";
import {
  type AwarenessEntry,
  awarenessMessage,
  type ClientMessage,
  permissionDeniedMessage,
  syncStep1Message,
} from "./messages";
import type { QueuedUpdate, Sender, UpdateOutcome } from "./queued-update";
import { refusal } from "./refusal";
import type { PresentMember } from "./server-presence";
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

export interface ConnectionDeps extends IntakeRules {
  person: Person;
  user: AwarenessUser;
  socket: ConnectionSocket;
  file: ConnectionFile;
  fileId: number;
  features: RegisteredFeatures;
  logger: Logger;
}

type State =
  /** In the channel, the document not yet read (I2): what is said meanwhile waits. */
  { kind: "joining"; held: Uint8Array[] } | { kind: "live" } | { kind: "ended"; refusal: Refusal | null };

/** One live connection of one person to one file. */
export class Connection implements LiveConnection, Sender, PresentMember {
  /** Known to nobody else: which of an account's pages it is. */
  readonly id: string = crypto.randomUUID();
  readonly #deps: ConnectionDeps;
  #state: State = { kind: "joining", held: [] };
  #role: Role | null = null;
  #name: Renamed | null = null;
  #sentAt: number;
  /** How often it has asked for the state. */
  #asked = 0;
  readonly #intake: ReturnType<typeof createMessageIntake>;
  readonly #awareness = createHeldAwareness();
  readonly #features: ReturnType<typeof createFeatureLine>;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
    this.#sentAt = deps.now();
    this.#intake = createMessageIntake(deps);
    const { features, bounds, rateLimits, logger, now, fileId } = deps; // not `user`, which is not known yet
    this.#features = createFeatureLine({
      ...{ features, bounds, rateLimits, logger, now, fileId },
      caller: () => this.#caller(),
      isOpen: () => this.isOpen,
      send: (event, bytes) => this.#sendFeature(event, bytes),
      close: (why) => this.close(why),
    });
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

  get hasJoined(): boolean {
    return this.#state.kind === "live";
  }

  /** Why it ended before the join was done. */
  get refused(): Refusal | null {
    return this.#state.kind === "ended" ? this.#state.refusal : null;
  }

  /** Null until the join is done, and once access is over. */
  get role(): Role | null {
    return this.#role;
  }

  /** What it was told last that the file is called; null until the join is done. */
  get name(): Renamed | null {
    return this.#name;
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
    this.#name = { name: event.name, language: event.language };
    this.#deps.socket.joined({ ...event, role: this.#role, user: this.user });
    this.deliver(syncStep1Message(stateVector));
    this.deliver(this.#deps.file.everybodyElse(this));
    for (const message of held) this.deliver(message);
    if (this.#deps.socket.feature !== null) this.#features.begin();
  }

  deliver(message: Uint8Array): void {
    if (this.#state.kind === "joining") this.#state.held.push(message);
    if (this.#state.kind !== "live") return;
    if (this.#isTooSlow()) this.close(TOO_SLOW);
    else {
      this.#sentAt = this.#deps.now();
      this.#deps.socket.send(message);
    }
  }

  #isTooSlow(): boolean {
    const { socket, bounds, maxFileBytes } = this.#deps;
    return socket.backlog() > bounds.backlogDocuments * DOCUMENT_FACTOR * maxFileBytes;
  }

  /** What a feature tells everybody. What it told before the join is in the state that follows the join (I2). */
  tell(event: FeatureEvent, bytes: number): void {
    if (this.#state.kind === "live" && this.#deps.socket.feature !== null) this.#features.tell(event, bytes);
  }

  #sendFeature(event: FeatureEvent, bytes: number): void {
    if (this.#state.kind !== "live") return;
    if (this.#isTooSlow()) this.close(TOO_SLOW);
    else this.#deps.socket.feature?.(event, bytes);
  }

  request(name: string, payload: unknown, answer: (answered: Answered<unknown>) => void): void {
    this.#features.request(name, payload, answer);
  }

  #caller(): Caller | null {
    const { fileId, person } = this.#deps;
    if (this.#state.kind !== "live" || this.#role === null) return null;
    const { userId, username } = person;
    return { fileId, userId, username, connectionId: this.id, role: this.#role };
  }

  renamed(event: Renamed): void {
    if (this.#state.kind !== "live") return;
    if (this.#name?.name === event.name && this.#name.language === event.language) return;
    this.#name = event;
    this.#deps.socket.renamed(event);
  }

  changeRole(event: RoleChanged): void {
    this.#role = event.role;
    if (this.#state.kind === "live") this.#deps.socket.role(event);
  }

  renamedUser(user: AwarenessUser): void {
    if (this.#state.kind === "live") this.#deps.socket.user(user);
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
    const read = this.#intake(message);
    if (read.kind === "refused") this.#refuse(read.why, ack);
    else this.#handle(read, ack);
  }

  #handle(message: ClientMessage, ack: Ack | undefined): void {
    switch (message.kind) {
      case "sync-step-1":
        this.#asked += 1;
        this.#deps.file.answerSync(this, message.stateVector);
        break;
      case "update":
        this.#update(message.update, ack);
        break;
      case "awareness":
        this.#awareness.add(message.entries);
        this.#showAwareness();
        break;
      case "query-awareness":
        this.deliver(this.#deps.file.everybodyElse(this));
    }
  }

  #update(update: Uint8Array, ack: Ack | undefined): void {
    this.#awareness.updateReceived();
    const answer = (outcome: UpdateOutcome) => {
      this.#awareness.updateAnswered();
      this.#settle(outcome, ack);
      this.#showAwareness();
    };
    const asked = this.#asked;
    const wantsEcho = () => asked !== this.#asked;
    if (!this.#deps.file.push({ sender: this, update, wantsEcho, answer })) this.#refuse(QUEUE_FULL, ack);
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

  #showAwareness(): void {
    while (this.#state.kind === "live") {
      const entries = this.#awareness.next();
      if (entries === null) return;
      const fault = this.#deps.file.show(this, entries);
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
    this.#deps.file.left(this);
  }
}

const ENDED = refusal("databaseAway", "The connection has ended.");
const TOO_SLOW = refusal("tooFast", "Too much is waiting to be read. Come back when the line is free.");
const QUEUE_FULL = refusal("databaseAway", "The database is away, and no more edits can be held.");
const READ_ONLY = refusal("removed", "Your role here does not allow edits.");
const MISSING = refusal(
  "databaseAway",
  "The update builds on something that was never stored. Answer the sync step 1 that was sent.",
);
