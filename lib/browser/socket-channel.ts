import type { Socket } from "socket.io-client";
import { z } from "zod";
import type { Channel, ChannelHandlers } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES, isFinal } from "@/lib/contracts/close-codes";
import { FEATURE_EVENTS } from "@/lib/contracts/features";
import { DEFAULT_MAX_FILE_BYTES, maxMessageBytes } from "@/lib/contracts/limits";
import {
  awarenessUserSchema,
  type Joined,
  joinedSchema,
  MESSAGE_QUERY_AWARENESS,
  type Refusal,
  refusalSchema,
  renamedSchema,
  roleChangedSchema,
  type UpdateAck,
  updateAckSchema,
} from "@/lib/contracts/live";
import type { NetworkWatch } from "./network-watch";
import { retryDelay } from "./retry-delay";

/** A connection that held this long makes the next drop the first again. */
const STABLE_MS = 5_000;
/** While the browser says that it has no network it may be wrong: try now and then. */
const OFFLINE_RETRY_MS = 10_000;
const TOO_FAST_RETRY_MS = 10_000;
/** After a sleep the server must be heard within this time, else the connection is taken for dead. */
const PROBE_MS = 3_000;
/** Everybody's places are asked for: whatever comes, the server is there. */
const PROBE = Uint8Array.of(MESSAGE_QUERY_AWARENESS);
const TOO_LARGE: Refusal = { code: CLOSE_CODES.tooLarge, detail: "The edit is too large to be sent." };

const FEATURES = Object.values(FEATURE_EVENTS).map(({ name }) => name);

type Timer = ReturnType<typeof setTimeout> | undefined;

/** The road to one file over the page's Socket.IO connection (docs/protocol.md). */
export class SocketChannel implements Channel {
  readonly #socket: Socket;
  readonly #watchNetwork: NetworkWatch;
  #handlers: ChannelHandlers | null = null;
  #attempt = 0;
  #offline = false;
  #restarting = false;
  #retryTimer: Timer;
  #stableTimer: Timer;
  #probeTimer: Timer;
  #stopWatching: () => void = () => undefined;
  /** Why the server is about to end the connection. */
  #refusal: Refusal | null = null;
  /** Bytes that the server reads at most; it says so on each new connection. */
  #maxMessage = maxMessageBytes(DEFAULT_MAX_FILE_BYTES);

  constructor(socket: Socket, watchNetwork: NetworkWatch) {
    this.#socket = socket;
    this.#watchNetwork = watchNetwork;
  }

  open(handlers: ChannelHandlers): void {
    if (this.#handlers === null) {
      for (const [event, listener] of this.#listeners) this.#socket.on(event, listener);
      this.#stopWatching = this.#watchNetwork({
        online: () => this.#onWoke(),
        offline: () => this.#onOffline(),
        woke: () => this.#onWoke(),
      });
    }
    this.#handlers = handlers;
    if (this.#attempt === 0) this.#connect();
    else this.#retryLater();
  }

  send(message: Uint8Array, ack?: (answer: UpdateAck) => void): void {
    if (!this.#socket.connected) return; // Socket.IO would keep it for the next connection
    // The server would end the connection over it, again after each return.
    if (message.byteLength > this.#maxMessage) queueMicrotask(() => ack?.({ error: TOO_LARGE }));
    else if (ack === undefined) this.#socket.emit("message", message);
    else this.#socket.emit("message", message, (answer: unknown) => this.#acknowledged(answer, ack));
  }

  ask(name: string, payload: unknown, answer: (answer: unknown) => void): void {
    if (this.#socket.connected) this.#socket.emit(name, payload, answer);
  }

  reconnect(): void {
    if (this.#socket.connected) this.#socket.disconnect();
  }

  retryNow(): void {
    if (this.#handlers === null || this.#socket.connected) return;
    this.#connect();
  }

  /** The page's socket of this file is there for the next channel. */
  close(): void {
    if (this.#handlers === null) return;
    this.#rest();
    this.#attempt = 0;
    this.#socket.disconnect();
  }

  #rest(): void {
    this.#handlers = null;
    for (const [event, listener] of this.#listeners) this.#socket.off(event, listener);
    this.#stopWatching();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#probeTimer);
    clearTimeout(this.#stableTimer);
  }

  readonly #listeners: readonly [event: string, listener: (payload: unknown) => void][] = [
    ["connect", () => this.#onConnect()],
    ["connect_error", (error) => this.#lost(read(withRefusalSchema, error)?.data ?? null)],
    ["disconnect", () => this.#lost(this.#refusal)],
    ["joined", (payload) => this.#onJoined(read(joinedSchema, payload))],
    ["renamed", (payload) => tell(read(renamedSchema, payload), this.#handlers?.renamed)],
    ["role", (payload) => tell(read(roleChangedSchema, payload), this.#handlers?.role)],
    ["user", (payload) => tell(read(awarenessUserSchema, payload), this.#handlers?.user)],
    ["closed", (payload) => tell(read(refusalSchema, payload), (refusal) => this.#endingWith(refusal))],
    ["message", (payload) => tell(bytesOf(payload), this.#handlers?.message)],
    ...FEATURES.map((name): [string, (payload: unknown) => void] => [
      name,
      (payload) => this.#handlers?.feature(name, payload),
    ]),
  ];

  #onConnect(): void {
    this.#refusal = null;
    clearTimeout(this.#stableTimer);
    this.#stableTimer = setTimeout(() => {
      this.#attempt = 0;
    }, STABLE_MS);
  }

  #onJoined(event: Joined | null): void {
    this.#offline = false;
    this.#restarting = false;
    if (event === null)
      this.reconnect(); // without it nothing can be shown
    else this.#handlers?.joined(event);
  }

  #endingWith(refusal: Refusal): void {
    this.#refusal = refusal;
  }

  #acknowledged(answer: unknown, ack: (answer: UpdateAck) => void): void {
    const parsed = read(updateAckSchema, answer);
    if (parsed === null)
      this.reconnect(); // whether it is stored shows after the next join
    else ack(parsed);
  }

  /** A socket that calls itself connected may have died unseen, also by a change of networks. */
  #onWoke(): void {
    this.#offline = false;
    if (this.#socket.connected) this.#probe();
    else this.retryNow();
  }

  #probe(): void {
    if (this.#probeTimer !== undefined) return;
    const { engine } = this.#socket.io;
    const heard = () => {
      clearTimeout(this.#probeTimer);
      this.#probeTimer = undefined;
      engine.off("packet", heard);
    };
    this.#probeTimer = setTimeout(() => {
      heard();
      if (engine !== this.#socket.io.engine || !this.#socket.connected) return;
      this.#socket.disconnect();
      this.retryNow();
    }, PROBE_MS);
    engine.on("packet", heard);
    this.#socket.emit("message", PROBE);
  }

  #onOffline(): void {
    this.#offline = true;
    if (this.#socket.connected) this.#socket.disconnect();
    else this.#lost(null);
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    if (this.#attempt > 0) this.#tellDown(null);
    // A try that is still under way is given up: what it waits for may be gone.
    this.#socket.disconnect();
    // Trap: after a sleep Socket.IO notices on sending that the connection is dead, and keeps what was to be sent for
    // the next one, where it would go out before we know what the server has.
    this.#socket.sendBuffer.length = 0;
    this.#socket.connect();
    this.#socket.io.engine.once("handshake", ({ maxPayload }) => {
      this.#maxMessage = maxPayload;
    });
  }

  /** Not connected any more, or not at all. */
  #lost(refusal: Refusal | null): void {
    const handlers = this.#handlers;
    clearTimeout(this.#stableTimer);
    if (handlers === null) return;
    this.#attempt += 1;
    if (refusal?.code === CLOSE_CODES.restarting) this.#restarting = true;
    if (refusal !== null && isFinal(refusal.code)) {
      this.#rest();
      handlers.closed(refusal);
    } else this.#retryLater(refusal?.code === CLOSE_CODES.tooFast ? TOO_FAST_RETRY_MS : undefined);
  }

  #retryLater(delay = this.#offline ? OFFLINE_RETRY_MS : retryDelay(this.#attempt)): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
    this.#tellDown(Date.now() + delay);
  }

  #tellDown(retryAt: number | null): void {
    if (this.#offline) this.#handlers?.down({ kind: "offline" });
    else {
      const restarting = this.#restarting;
      this.#handlers?.down({ kind: "reconnecting", attempt: this.#attempt, retryAt, restarting });
    }
  }
}

/** What a refused join's error carries besides its message. */
const withRefusalSchema = z.object({ data: refusalSchema });

/** Null: not what the protocol says, such as from a newer server; it is left out. */
function read<Value>(schema: z.ZodType<Value>, payload: unknown): Value | null {
  const parsed = schema.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

function tell<Value>(value: Value | null, then: ((value: Value) => void) | undefined): void {
  if (value !== null) then?.(value);
}

function bytesOf(payload: unknown): Uint8Array | null {
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload);
  return payload instanceof Uint8Array ? payload : null;
}
