import * as Y from "yjs";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { UpdateAck } from "@/lib/contracts/live";
import { syncStep2Message, updateMessage } from "./messages";

const RETRY_MS = 1_000;
/** A Yjs update that says nothing: no structs, no deletions. */
const EMPTY_UPDATE_BYTES = 2;

interface OutboxDeps {
  doc: Y.Doc;
  textLength(): number;
  /** One message to the server; `ack` may never be called when the connection ends. */
  send(message: Uint8Array, ack: (answer: UpdateAck) => void): void;
  /** Something is acknowledged, waits or is blocked: look again. */
  changed(progress: boolean): void;
  /** The server will never take what was sent (4422). */
  refused(): void;
}

/**
 * What the log has not acknowledged: one update in flight and one merged buffer (self-clocking). After each return and
 * whenever the server asks with sync step 1, everything it lacks goes out as one sync step 2 instead, which is a
 * superset of both; acknowledgements of what it replaces no longer count.
 */
export class Outbox {
  readonly #deps: OutboxDeps;
  #buffer: Uint8Array[] = [];
  #waiting: number;
  #inFlight: { edits: number; seenAt: number } | null = null;
  #looks = 0;
  #open = false;
  #caughtUp = false;
  #serverVector: Uint8Array | null = null;
  /** Length of the text that was too large; nothing goes out until it is shorter. */
  #blockedAt: number | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** `waiting`: edits of an earlier visit, found in the local copy. */
  constructor(waiting: number, deps: OutboxDeps) {
    this.#waiting = waiting;
    this.#deps = deps;
  }

  /** Local edits that the log has not acknowledged. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The log holds everything that is here. */
  get clean(): boolean {
    return this.#waiting === 0 && this.#inFlight === null && (this.#caughtUp || !this.#open);
  }

  get blocked(): boolean {
    return this.#blockedAt !== null;
  }

  /** One local edit. */
  add(update: Uint8Array): void {
    this.#waiting += 1;
    if (this.#caughtUp) this.#buffer.push(update); // else the next step 2 holds it
    this.#deps.changed(false);
    if (this.#blockedAt === null) this.#flush();
    else if (this.#deps.textLength() < this.#blockedAt) this.#catchUp();
  }

  /** `edits` that a page which is gone could not send have come into the document. */
  takeOver(edits: number): void {
    this.#waiting += edits;
    this.#deps.changed(false);
    if (!this.blocked) this.#catchUp();
  }

  /** The server says what it has (sync step 1): it gets all it lacks. */
  answer(serverVector: Uint8Array): void {
    this.#open = true;
    this.#serverVector = serverVector;
    if (this.#blockedAt === null) this.#catchUp();
  }

  /** The server refused the text as too large: nothing goes out until it is shorter. */
  block(): void {
    this.#blockedAt ??= this.#deps.textLength();
  }

  /** Call now and then: what has waited for its acknowledgement since the look before the last is sent again. */
  look(): void {
    this.#looks += 1;
    const late = this.#inFlight !== null && this.#looks - this.#inFlight.seenAt > 1;
    if (late && !this.blocked) this.#catchUp();
  }

  /** The connection is gone; what was under way may or may not be stored and goes out again. */
  disconnected(): void {
    this.#open = false;
    this.#caughtUp = false;
    this.#inFlight = null;
    this.#buffer = [];
    clearTimeout(this.#retry);
  }

  /** What is still in the buffer goes out without waiting: nobody will be here to send it later. Idempotent. */
  stop(): void {
    if (this.#open && this.#caughtUp && !this.blocked && this.#buffer.length > 0)
      this.#deps.send(updateMessage(Y.mergeUpdates(this.#buffer)), () => undefined);
    this.disconnected();
  }

  #catchUp(): void {
    if (!this.#open || this.#serverVector === null) return;
    this.#blockedAt = null;
    this.#buffer = [];
    this.#caughtUp = true;
    const update = Y.encodeStateAsUpdate(this.#deps.doc, this.#serverVector);
    if (this.#waiting > 0 || update.byteLength > EMPTY_UPDATE_BYTES) this.#send(syncStep2Message(update));
    else this.#deps.changed(true);
  }

  #flush(): void {
    if (!this.#open || !this.#caughtUp || this.#inFlight !== null || this.#buffer.length === 0) return;
    const update = Y.mergeUpdates(this.#buffer);
    this.#buffer = [];
    this.#send(updateMessage(update));
  }

  /** All that waits is in what is sent now. */
  #send(message: Uint8Array): void {
    const flight = { edits: this.#waiting, seenAt: this.#looks };
    this.#inFlight = flight;
    clearTimeout(this.#retry);
    this.#deps.send(message, (answer) => {
      if (this.#inFlight === flight) this.#settle(flight.edits, answer);
    });
  }

  #settle(edits: number, answer: UpdateAck): void {
    this.#inFlight = null;
    if ("version" in answer) {
      this.#waiting -= edits;
      this.#deps.changed(true);
      this.#flush();
      return;
    }
    this.#caughtUp = false;
    this.#buffer = [];
    const { code } = answer.error;
    if (code === CLOSE_CODES.invalid) this.#deps.refused();
    else if (code === CLOSE_CODES.tooLarge) this.#blockedAt = this.#deps.textLength();
    else this.#retry = setTimeout(() => this.#catchUp(), RETRY_MS);
    this.#deps.changed(false);
  }
}
