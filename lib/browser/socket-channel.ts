import type { Socket } from "socket.io-client";
import type { ZodType } from "zod";
import type { Channel, ChannelHandlers } from "@/lib/collab/client-sync-types";
import { CLOSE_CODES, isFinal } from "@/lib/contracts/close-codes";
import {
  joinedSchema,
  type Refusal,
  refusalSchema,
  renamedSchema,
  roleChangedSchema,
  updateAckSchema,
} from "@/lib/contracts/live";
import { retryDelay } from "./retry-delay";

/** A connection that held this long makes the next drop the first again. */
const STABLE_MS = 5_000;
/** While the browser says that it has no network it may be wrong: try now and then. */
const OFFLINE_RETRY_MS = 10_000;
const TOO_FAST_RETRY_MS = 10_000;

/** The browser as far as the channel needs it; `window` is one. */
export interface NetworkEvents {
  addEventListener(event: "online" | "offline", listener: () => void): void;
  removeEventListener(event: "online" | "offline", listener: () => void): void;
}

type Timer = ReturnType<typeof setTimeout> | undefined;

/** The road to one file over the page's Socket.IO connection (docs/protocol.md). */
export class SocketChannel implements Channel {
  readonly #socket: Socket;
  readonly #network: NetworkEvents;
  #handlers: ChannelHandlers | null = null;
  #attempt = 0;
  #offline = false;
  #retryTimer: Timer;
  #stableTimer: Timer;
  /** Why the server is about to end the connection. */
  #refusal: Refusal | null = null;

  constructor(socket: Socket, network: NetworkEvents) {
    this.#socket = socket;
    this.#network = network;
    socket.on("connect", () => {
      this.#refusal = null;
      this.#stableTimer = setTimeout(() => {
        this.#attempt = 0;
      }, STABLE_MS);
    });
    socket.on("connect_error", (error: Error & { data?: unknown }) =>
      this.#lost(parse(refusalSchema, error.data)),
    );
    socket.on("disconnect", () => this.#lost(this.#refusal));
    this.#listen("joined", joinedSchema, (event) => {
      this.#offline = false;
      this.#handlers?.joined(event);
    });
    this.#listen("renamed", renamedSchema, (event) => this.#handlers?.renamed(event));
    this.#listen("role", roleChangedSchema, (event) => this.#handlers?.role(event));
    this.#listen("closed", refusalSchema, (refusal) => {
      this.#refusal = refusal;
    });
    socket.on("message", (payload: unknown) => {
      if (payload instanceof ArrayBuffer) this.#handlers?.message(new Uint8Array(payload));
      else if (payload instanceof Uint8Array) this.#handlers?.message(payload);
    });
  }

  open(handlers: ChannelHandlers): void {
    if (this.#handlers === null) {
      this.#network.addEventListener("online", this.#onOnline);
      this.#network.addEventListener("offline", this.#onOffline);
    }
    this.#handlers = handlers;
    if (this.#attempt === 0) this.#connect();
    else this.#retryLater();
  }

  send(message: Uint8Array, ack?: (answer: ReturnType<typeof updateAckSchema.parse>) => void): void {
    if (!this.#socket.connected) return; // Socket.IO would keep it for the next connection
    if (ack === undefined) this.#socket.emit("message", message);
    else this.#socket.emit("message", message, (answer: unknown) => ack(updateAckSchema.parse(answer)));
  }

  retryNow(): void {
    if (this.#handlers === null || this.#socket.connected) return;
    this.#connect();
  }

  close(): void {
    if (this.#handlers === null) return;
    this.#handlers = null;
    this.#network.removeEventListener("online", this.#onOnline);
    this.#network.removeEventListener("offline", this.#onOffline);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#stableTimer);
    this.#socket.disconnect();
  }

  readonly #onOnline = () => {
    this.#offline = false;
    this.retryNow();
  };

  readonly #onOffline = () => {
    this.#offline = true;
    if (this.#socket.connected) this.#socket.disconnect();
    else this.#lost(null);
  };

  #connect(): void {
    clearTimeout(this.#retryTimer);
    if (this.#attempt > 0) this.#tellDown(null);
    // A try that is still under way is given up: what it waits for may be gone.
    this.#socket.disconnect();
    this.#socket.connect();
  }

  /** Not connected any more, or not at all. */
  #lost(refusal: Refusal | null): void {
    clearTimeout(this.#stableTimer);
    if (this.#handlers === null) return;
    this.#attempt += 1;
    if (refusal !== null && isFinal(refusal.code)) {
      clearTimeout(this.#retryTimer);
      this.#handlers.closed(refusal);
    } else this.#retryLater(refusal?.code === CLOSE_CODES.tooFast ? TOO_FAST_RETRY_MS : undefined);
  }

  #retryLater(delay = this.#offline ? OFFLINE_RETRY_MS : retryDelay(this.#attempt)): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), delay);
    this.#tellDown(Date.now() + delay);
  }

  #tellDown(retryAt: number | null): void {
    if (this.#offline) this.#handlers?.down({ kind: "offline" });
    else this.#handlers?.down({ kind: "reconnecting", attempt: this.#attempt, retryAt });
  }

  #listen<Event>(name: string, schema: ZodType<Event>, then: (event: Event) => void): void {
    this.#socket.on(name, (payload: unknown) => {
      const event = parse(schema, payload);
      if (event !== null) then(event);
    });
  }
}

/** Null: not what the protocol says, such as from a newer server; it is left out. */
function parse<Value>(schema: ZodType<Value>, payload: unknown): Value | null {
  const parsed = schema.safeParse(payload);
  return parsed.success ? parsed.data : null;
}
