import * as Y from "yjs";
import { REMOTE } from "./client-sync-desk";
import type { Desks } from "./client-sync-desks";
import { QUERY_AWARENESS, readServerMessage } from "./client-sync-messages";
import type { Channel } from "./client-sync-types";
import { syncStep1Message } from "./messages";

interface ConversationDeps {
  channel: Pick<Channel, "send" | "reconnect">;
  desks: Desks;
  mayEdit(): boolean;
  /** The server's text has been here since the join. */
  isLive(): boolean;
  /** The server has answered with all that was missing here. */
  synced(): void;
  /** Unsent text of somebody who may no longer edit goes aside; `unsent`: there is some for certain. */
  asideIfViewer(unsent?: boolean): void;
}

/** What is said between this client and the server from a join until the connection is gone. */
export class Conversation {
  readonly #deps: ConversationDeps;
  /** `held`: messages that arrive while a copy is being opened. */
  #state: "silent" | { held: Uint8Array[] } | "talking" = "silent";
  /** What the server had at the join. */
  #serverVector: Uint8Array | null = null;
  /** The server was asked for what an update builds on and has not answered yet. */
  #gapAsked = false;

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
  }

  /** Joined; the copy is being opened. */
  hold(): void {
    this.#state = { held: [] };
  }

  /** The copy is here. */
  begin(): void {
    const held = typeof this.#state === "object" ? this.#state.held : [];
    this.#state = "talking";
    this.#deps.desks.target?.presence.joined();
    this.askForState();
    for (const bytes of held) this.#read(bytes);
  }

  /** Another document takes part from now on. */
  beginAnew(): void {
    if (this.#state !== "talking") return;
    this.#deps.desks.target?.presence.joined();
    this.askForState();
    this.#deps.channel.send(QUERY_AWARENESS); // told by itself only after a join
  }

  /** The connection is gone. */
  end(): void {
    this.#state = "silent";
    this.#serverVector = null;
    this.#gapAsked = false;
  }

  hear(bytes: Uint8Array): void {
    if (typeof this.#state === "object") this.#state.held.push(bytes);
    else this.#read(bytes);
  }

  /** What may have been missed here, or by the server. */
  askForState(): void {
    const { target } = this.#deps.desks;
    if (target !== null && this.#state === "talking")
      this.#deps.channel.send(syncStep1Message(Y.encodeStateVector(target.copy.doc)));
  }

  /** This person may edit from now on: what waited for it goes out. */
  mayEditNow(): void {
    if (this.#serverVector !== null) this.#onServerVector(this.#serverVector);
  }

  #read(bytes: Uint8Array): void {
    try {
      this.#onMessage(bytes);
    } catch {
      // Nobody knows what bytes hide that Yjs cannot read: a new join brings all of it.
      this.#deps.channel.reconnect();
    }
  }

  #onMessage(bytes: Uint8Array): void {
    const { target } = this.#deps.desks;
    if (target === null || this.#state !== "talking") return;
    const message = readServerMessage(bytes);
    switch (message.kind) {
      case "sync-step-1":
        this.#onServerVector(message.stateVector);
        return;
      case "sync-step-2":
        Y.applyUpdate(target.copy.doc, message.update, REMOTE);
        target.hasText = true;
        this.#gapAsked = false;
        this.#deps.synced();
        return;
      case "update":
        Y.applyUpdate(target.copy.doc, message.update, REMOTE);
        this.#askForGap(target.copy.doc);
        return;
      case "awareness":
        target.presence.receive(message.payload);
        return;
      case "denied": // the event `role` says what one may do; edits wait until then
        this.#deps.asideIfViewer();
        return;
      case "other":
        return;
    }
  }

  #onServerVector(stateVector: Uint8Array): void {
    this.#serverVector = stateVector;
    const { replacing, current } = this.#deps.desks;
    if (replacing || current === null) return; // the document that is being filled has nothing of its own
    if (this.#deps.mayEdit()) current.outbox.answer(stateVector);
    else this.#deps.asideIfViewer(holdsMore(current.copy.doc, stateVector));
  }

  /** An update builds on something that never came. Before the first state is here that is no wonder. */
  #askForGap({ store }: Y.Doc): void {
    const gap = store.pendingStructs !== null || store.pendingDs !== null;
    if (!gap || this.#gapAsked || !this.#deps.isLive() || this.#deps.desks.replacing) return;
    this.#gapAsked = true;
    this.askForState();
  }
}

/** Whether there is text, such as of a page that is gone, which somebody with this state vector does not have. */
function holdsMore(doc: Y.Doc, stateVector: Uint8Array): boolean {
  const theirs = Y.decodeStateVector(stateVector);
  const ours = Y.decodeStateVector(Y.encodeStateVector(doc));
  return [...ours].some(([client, clock]) => clock > (theirs.get(client) ?? 0));
}
