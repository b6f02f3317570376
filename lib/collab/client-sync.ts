import { can } from "@/lib/access/policy";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Answered, FeatureKind, RequestKind } from "@/lib/contracts/features";
import type { Joined, Refusal, Renamed } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import { Conversation } from "./client-sync-conversation";
import { Desks } from "./client-sync-desks";
import { FeatureCalls } from "./client-sync-features";
import { SyncStatus } from "./client-sync-status";
import type {
  Channel,
  ChannelHandlers,
  LocalCopies,
  LocalMemory,
  SyncSnapshot,
  SyncState,
} from "./client-sync-types";

/** What a missed message could hide is asked for this often, and pages that are gone are looked for. */
const LOOK_AROUND_MS = 60_000;
/** After these nothing of the file may stay in the browser. */
const NO_LONGER_OURS: readonly number[] = [CLOSE_CODES.removed, CLOSE_CODES.notFound, CLOSE_CODES.deleted];

/**
 * The browser's side of one file: local text merged with the server's over any number of drops, reloads and refusals,
 * without ever throwing local text away (I7). Knows neither the editor nor the transport.
 */
export class ClientSync {
  readonly #channel: Channel;
  readonly #desks: Desks;
  readonly #conversation: Conversation;
  readonly #features: FeatureCalls;
  readonly #status = new SyncStatus(() => this.#publish());
  readonly #listeners = new Set<() => void>();
  #snapshot: SyncSnapshot;
  #state: SyncState = { kind: "connecting" };
  #joined: Joined | null = null;
  #me: Joined["user"] | null = null;
  #role: Role | null = null;
  #roleBy: string | null = null;
  #file: Renamed | null = null;
  #opening: Promise<void> = Promise.resolve();
  /** Text was offered again and nothing has been acknowledged since: another refusal keeps it aside. */
  #reoffered = false;
  #lookAround: ReturnType<typeof setInterval> | undefined;
  #stopped = false;

  constructor(deps: { channel: Channel; memory: LocalMemory; copies: LocalCopies }) {
    this.#channel = deps.channel;
    this.#features = new FeatureCalls(deps.channel);
    this.#desks = new Desks({
      ...deps,
      changed: (progress) => this.#onOutbox(progress),
      refused: () => void this.#replace(),
    });
    this.#conversation = new Conversation({
      channel: deps.channel,
      desks: this.#desks,
      mayEdit: this.#mayEdit,
      isLive: () => this.#state.kind === "live",
      synced: () => this.#onSynced(),
      asideIfViewer: (unsent) => this.#asideIfViewer(unsent),
    });
    this.#snapshot = this.#view();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): SyncSnapshot => this.#snapshot;

  /** Shows what is kept locally and connects. */
  start(): void {
    this.#opening = this.#desks.openLeft().then(() => this.#publish());
    this.#channel.open(this.#handlers);
    this.#lookAround = setInterval(() => this.#look(), LOOK_AROUND_MS);
  }

  retryNow(): void {
    this.#channel.retryNow();
  }

  /**
   * Hears what a feature tells, over every reconnection; the first after each join is its whole state. Listen before
   * `start`, or ask for the state anew (REQUESTS.state). Answers how to stop listening.
   */
  on<Payload>(kind: FeatureKind<Payload>, listener: (payload: Payload) => void): () => void {
    return this.#features.on(kind, listener);
  }

  /** Asks something of a feature. Never rejects: without a connection the answer is an error, as from the server. */
  request<Payload, Answer>(kind: RequestKind<Payload, Answer>, payload: Payload): Promise<Answered<Answer>> {
    return this.#features.request(kind, payload);
  }

  /** A text kept aside was taken, or is not wanted. */
  dropRecovery(id: string): void {
    this.#desks.dropRecovery(id);
    this.#publish();
  }

  /** Idempotent. Local copies stay. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#lookAround);
    this.#status.stop();
    this.#features.disconnected();
    this.#desks.stop(); // says its last words
    this.#channel.close();
  }

  readonly #handlers: ChannelHandlers = {
    joined: (event) => void this.#onJoined(event),
    message: (bytes) => this.#conversation.hear(bytes),
    feature: (name, payload) => this.#features.hear(name, payload),
    renamed: (event) => {
      this.#file = event;
      this.#publish();
    },
    user: (user) => {
      this.#me = user;
      this.#publish();
    },
    role: ({ role, by }) => {
      const couldEdit = this.#mayEdit();
      this.#role = role;
      this.#roleBy = by;
      if (!couldEdit && this.#mayEdit()) this.#conversation.mayEditNow();
      this.#asideIfViewer();
      this.#publish();
    },
    down: (why) => {
      this.#disconnected();
      this.#status.down(why.kind === "offline");
      this.#setState(why);
    },
    closed: (refusal) => void this.#onClosed(refusal),
  };

  async #onJoined(event: Joined): Promise<void> {
    this.#joined = event;
    this.#features.joined();
    this.#me = event.user;
    this.#role = event.role;
    this.#roleBy = null;
    this.#file = { name: event.name, language: event.language };
    this.#conversation.hold();
    this.#setState({ kind: "syncing" });
    await this.#opening;
    if (this.#desks.target?.copy.epoch !== event.epoch) await this.#desks.beginEpoch(event.epoch);
    if (this.#stopped || this.#joined !== event) return; // nobody waits any more, or a later join goes on
    // What is kept aside is not sent.
    this.#status.joined(this.#desks.replacing ? 0 : (this.#desks.current?.outbox.waiting ?? 0));
    this.#conversation.begin();
  }

  /** What may have been missed here, by the server, or by a page that is gone. */
  #look(): void {
    this.#conversation.askForState();
    if (this.#mayEdit()) this.#desks.current?.outbox.look();
    if (this.#state.kind === "live") void this.#collect();
  }

  async #collect(): Promise<void> {
    await this.#desks.collect(this.#mayEdit);
    this.#publish();
  }

  #onSynced(): void {
    if (this.#desks.replacing) this.#reoffered = this.#desks.finish(this.#mayEdit()) || this.#reoffered;
    if (this.#state.kind === "syncing") {
      const { current } = this.#desks;
      this.#status.live();
      this.#desks.remember();
      this.#state = { kind: "live" };
      this.#status.saved(current?.outbox.clean ?? true, false);
      void this.#collect();
    }
    this.#publish();
  }

  /** Unsent text of somebody who may no longer edit cannot be stored, but stays theirs. */
  #asideIfViewer(unsent = false): void {
    const waiting = this.#desks.current?.outbox.waiting ?? 0;
    if (!this.#mayEdit() && (unsent || waiting > 0)) void this.#replace("aside");
  }

  async #replace(remains = this.#reoffered ? ("aside" as const) : ("reoffer" as const)): Promise<void> {
    await this.#desks.replace(remains);
    if (this.#stopped) return;
    this.#conversation.beginAnew();
    this.#publish();
  }

  async #onClosed(refusal: Refusal): Promise<void> {
    this.#disconnected();
    const { current } = this.#desks;
    const tooLarge = refusal.code === CLOSE_CODES.tooLarge;
    if (current === null || !(tooLarge || refusal.code === CLOSE_CODES.invalid)) return this.#end(refusal);
    // One of our own edits was refused, not the person: come back, and deal with the edit.
    this.#status.down(false);
    this.#setState({ kind: "reconnecting", attempt: 0, retryAt: null });
    if (tooLarge) current.outbox.block();
    else if (!this.#desks.replacing) await this.#replace();
    if (!this.#stopped) this.#channel.open(this.#handlers);
  }

  #end(refusal: Refusal): void {
    clearInterval(this.#lookAround);
    this.#status.stop();
    const ended = NO_LONGER_OURS.includes(refusal.code);
    if (ended) void this.#desks.forget().then(() => this.#publish());
    // Who only has to sign in again finds the copy as it is.
    else if (this.#desks.current?.copy.persisted === false) this.#desks.keepAside();
    this.#setState({ kind: "closed", refusal });
  }

  #onOutbox(progress: boolean): void {
    const clean = this.#desks.current?.outbox.clean ?? true;
    if (clean && progress) this.#reoffered = false;
    this.#desks.remember();
    this.#status.saved(clean, progress);
    this.#publish();
  }

  #disconnected(): void {
    this.#joined = null;
    this.#conversation.end();
    this.#features.disconnected();
    this.#desks.disconnected();
  }

  readonly #mayEdit = () => this.#role !== null && can(this.#role, "file:edit");

  #setState(state: SyncState): void {
    this.#state = state;
    this.#publish();
  }

  #publish(): void {
    if (this.#stopped) return;
    this.#snapshot = this.#view();
    for (const listener of this.#listeners) listener();
  }

  #view(): SyncSnapshot {
    const { current, recovery } = this.#desks;
    return {
      state: this.#state,
      status: this.#status.status(this.#state, current?.outbox.clean ?? true),
      away: this.#status.away,
      copy: current?.hasText ? current.copy : null,
      me: this.#me,
      role: this.#role,
      roleBy: this.#roleBy,
      file: this.#file,
      waiting: current?.outbox.waiting ?? 0,
      tooLarge: current?.outbox.blocked ?? false,
      returned: this.#status.returned,
      recovery,
    };
  }
}
