import * as Y from "yjs";
import { can } from "@/lib/access/policy";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { Joined, Refusal, Renamed } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";
import { REMOTE } from "./client-sync-desk";
import { Desks } from "./client-sync-desks";
import { QUERY_AWARENESS, readServerMessage } from "./client-sync-messages";
import { SyncStatus } from "./client-sync-status";
import type {
  Channel,
  ChannelHandlers,
  LocalMemory,
  OpenLocalCopy,
  SyncSnapshot,
  SyncState,
} from "./client-sync-types";
import { syncStep1Message } from "./messages";

/** What a missed message could hide is asked for this often. */
const RESYNC_MS = 60_000;
/** After these nothing of the file may stay in the browser. */
const NO_LONGER_OURS: readonly number[] = [CLOSE_CODES.removed, CLOSE_CODES.notFound, CLOSE_CODES.deleted];

/**
 * The browser's side of one file: local text merged with the server's over any number of drops, reloads and refusals,
 * without ever throwing local text away (I7). Knows neither the editor nor the transport.
 */
export class ClientSync {
  readonly #channel: Channel;
  readonly #desks: Desks;
  readonly #status = new SyncStatus(() => this.#publish());
  readonly #listeners = new Set<() => void>();
  #snapshot: SyncSnapshot;
  #state: SyncState = { kind: "connecting" };
  #joined: Joined | null = null;
  #me: Joined["user"] | null = null;
  #role: Role | null = null;
  #file: Renamed | null = null;
  #opening: Promise<void> = Promise.resolve();
  /** Messages that arrive while a copy is being opened. */
  #held: Uint8Array[] | null = null;
  /** What the server had at the join. */
  #serverVector: Uint8Array | null = null;
  /** The server was asked for what an update builds on and has not answered yet. */
  #gapAsked = false;
  /** Text was offered again and nothing has been acknowledged since: another refusal keeps it aside. */
  #reoffered = false;
  #resync: ReturnType<typeof setInterval> | undefined;
  #stopped = false;

  constructor(deps: { channel: Channel; memory: LocalMemory; openCopy: OpenLocalCopy }) {
    this.#channel = deps.channel;
    this.#desks = new Desks({
      ...deps,
      changed: (progress) => this.#onOutbox(progress),
      refused: () => void this.#replace(),
    });
    this.#snapshot = this.#look();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getSnapshot = (): SyncSnapshot => this.#snapshot;

  /** Shows what is kept locally and connects. */
  start(): void {
    this.#opening = this.#desks.openKnown().then(() => this.#publish());
    this.#channel.open(this.#handlers);
    this.#resync = setInterval(() => void this.#lookAround(), RESYNC_MS);
  }

  retryNow(): void {
    this.#channel.retryNow();
  }

  /** The text kept aside was taken, or is not wanted. */
  dropRecovery(): void {
    this.#desks.dropRecovery();
    this.#publish();
  }

  /** Idempotent. Local copies stay. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#resync);
    this.#status.stop();
    this.#desks.stop(); // says its last words
    this.#channel.close();
  }

  readonly #handlers: ChannelHandlers = {
    joined: (event) => void this.#onJoined(event),
    message: (bytes) => {
      if (this.#held === null) this.#read(bytes);
      else this.#held.push(bytes);
    },
    renamed: (event) => {
      this.#file = event;
      this.#publish();
    },
    role: ({ role }) => {
      const couldEdit = this.#mayEdit();
      this.#role = role;
      if (!couldEdit && this.#mayEdit() && this.#serverVector !== null)
        this.#onServerVector(this.#serverVector);
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
    this.#me = event.user;
    this.#role = event.role;
    this.#file = { name: event.name, language: event.language };
    this.#held = [];
    this.#setState({ kind: "syncing" });
    await this.#opening;
    if (this.#desks.target?.copy.epoch !== event.epoch) await this.#desks.beginEpoch(event.epoch);
    if (this.#mayEdit()) await this.#desks.takeIn();
    if (this.#stopped || this.#joined !== event) return; // nobody waits any more, or a later join goes on
    const held = this.#held;
    this.#held = null;
    this.#status.joined(this.#desks.current?.outbox.waiting ?? 0);
    this.#begin();
    for (const bytes of held) this.#read(bytes);
  }

  /** What may have been missed here, by the server, or by a tab that is gone. */
  async #lookAround(): Promise<void> {
    this.#askForState();
    if (!this.#mayEdit()) return;
    const more = await this.#desks.takeIn();
    this.#desks.current?.outbox.look(more);
  }

  #begin(): void {
    this.#desks.target?.presence.joined();
    this.#askForState();
  }

  #askForState(): void {
    const { target } = this.#desks;
    if (target === null || this.#joined === null || this.#held !== null) return;
    this.#channel.send(syncStep1Message(Y.encodeStateVector(target.copy.doc)));
  }

  #read(bytes: Uint8Array): void {
    try {
      this.#onMessage(bytes);
    } catch {
      // Nobody knows what bytes hide that Yjs cannot read: a new join brings all of it.
      this.#channel.reconnect();
    }
  }

  #onMessage(bytes: Uint8Array): void {
    const { target } = this.#desks;
    if (target === null || this.#joined === null) return;
    const message = readServerMessage(bytes);
    switch (message.kind) {
      case "sync-step-1":
        this.#onServerVector(message.stateVector);
        return;
      case "sync-step-2":
        Y.applyUpdate(target.copy.doc, message.update, REMOTE);
        this.#onSynced();
        return;
      case "update":
        Y.applyUpdate(target.copy.doc, message.update, REMOTE);
        this.#askForGap(target.copy.doc);
        return;
      case "awareness":
        target.presence.receive(message.payload);
        return;
      case "denied": // the event `role` says what one may do; edits wait until then
        this.#asideIfViewer();
        return;
      case "other":
        return;
    }
  }

  /** An update builds on something that never came. Before the first state is here that is no wonder. */
  #askForGap({ store }: Y.Doc): void {
    const gap = store.pendingStructs !== null || store.pendingDs !== null;
    if (!gap || this.#gapAsked || this.#state.kind !== "live" || this.#desks.replacing) return;
    this.#gapAsked = true;
    this.#askForState();
  }

  #onServerVector(stateVector: Uint8Array): void {
    this.#serverVector = stateVector;
    if (this.#desks.replacing) return; // the document that is being filled has nothing of its own
    const { current } = this.#desks;
    if (this.#mayEdit()) current?.outbox.answer(stateVector);
    else if (current !== null) this.#asideIfViewer(holdsMore(current.copy.doc, stateVector));
  }

  #onSynced(): void {
    const { target } = this.#desks;
    if (target !== null) target.hasText = true;
    this.#gapAsked = false;
    if (this.#desks.replacing) this.#reoffered = this.#desks.finish(this.#mayEdit()) || this.#reoffered;
    if (this.#state.kind === "syncing") {
      const { current } = this.#desks;
      this.#status.live();
      this.#desks.remember();
      this.#state = { kind: "live" };
      this.#status.saved(current?.outbox.clean ?? true, false);
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
    if (this.#joined !== null && this.#held === null) {
      this.#begin();
      this.#channel.send(QUERY_AWARENESS); // told by itself only after a join
    }
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
    clearInterval(this.#resync);
    this.#status.stop();
    const ended = NO_LONGER_OURS.includes(refusal.code);
    // Who only has to sign in again finds the copy as it is.
    if (ended || this.#desks.current?.copy.persisted === false) this.#desks.keepAside();
    if (ended) this.#desks.forget();
    this.#setState({ kind: "closed", refusal });
  }

  #onOutbox(progress: boolean): void {
    const clean = this.#desks.current?.outbox.clean ?? true;
    if (clean && progress) {
      this.#reoffered = false;
      this.#desks.settled();
    }
    this.#desks.remember();
    this.#status.saved(clean, progress);
    this.#publish();
  }

  #disconnected(): void {
    this.#joined = null;
    this.#held = null;
    this.#serverVector = null;
    this.#gapAsked = false;
    this.#desks.disconnected();
  }

  #mayEdit(): boolean {
    return this.#role !== null && can(this.#role, "file:edit");
  }

  #setState(state: SyncState): void {
    this.#state = state;
    this.#publish();
  }

  #publish(): void {
    if (this.#stopped) return;
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }

  #look(): SyncSnapshot {
    const { current, recovery } = this.#desks;
    return {
      state: this.#state,
      status: this.#status.status(this.#state, current?.outbox.clean ?? true),
      away: this.#status.away,
      copy: current?.hasText ? current.copy : null,
      me: this.#me,
      role: this.#role,
      file: this.#file,
      waiting: current?.outbox.waiting ?? 0,
      tooLarge: current?.outbox.blocked ?? false,
      returned: this.#status.returned,
      recovery,
    };
  }
}

/** Whether there is text, such as of a tab that is gone, which somebody with this state vector does not have. */
function holdsMore(doc: Y.Doc, stateVector: Uint8Array): boolean {
  const theirs = Y.decodeStateVector(stateVector);
  const ours = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0));
}
