import type { Channel, ChannelHandlers } from "@/lib/collab/client-sync-types";
import type { ConnectionSocket, LiveConnection, LiveEngine, Person } from "@/lib/collab/types";
import { CLOSE_CODES, isFinal } from "@/lib/contracts/close-codes";
import type { Refusal, UpdateAck } from "@/lib/contracts/live";

export interface Road {
  fileId: number;
  person: Person;
  random: () => number;
  /** The process of a server; null: there is none. */
  engine(): LiveEngine | null;
  /** Whether this tab has a network. */
  online(): boolean;
  /** Told when the server says something, before it is on its way. */
  shown(message: Uint8Array): void;
  acknowledged(message: Uint8Array, answer: UpdateAck): void;
}

const LATENCY_MS = 60;
/** How long an end takes to notice that the other is gone. */
const NOTICE_MS = 1_500;

/** One direction of a connection: late, in order, and gone when it is cut (TCP). */
class Pipe {
  #free = 0;
  cut = false;
  readonly #random: () => number;
  constructor(random: () => number) {
    this.#random = random;
  }
  send(arrive: () => void): void {
    const now = Date.now();
    this.#free = Math.max(this.#free, now + Math.floor(this.#random() * LATENCY_MS));
    setTimeout(() => {
      if (!this.cut) arrive();
    }, this.#free - now);
  }
}

class Link {
  readonly up: Pipe;
  readonly down: Pipe;
  connection: LiveConnection | null = null;
  joined = false;
  readonly engine: LiveEngine;
  /** Said before the join is confirmed. */
  #held: (() => void)[] | null = [];

  constructor(engine: LiveEngine, random: () => number) {
    this.engine = engine;
    this.up = new Pipe(random);
    this.down = new Pipe(random);
  }

  say(action: () => void): void {
    if (this.#held === null) this.down.send(action);
    else this.#held.push(action);
  }

  confirm(connection: LiveConnection): void {
    this.connection = connection;
    const held = this.#held ?? [];
    this.#held = null;
    for (const action of held) this.down.send(action);
  }

  /** Neither end hears the other any more. */
  sever(): void {
    this.up.cut = true;
    this.down.cut = true;
  }
}

/** A road from a tab to the engine over a network that is slow and breaks, but keeps order. */
export class SimulatedChannel implements Channel {
  readonly #road: Road;
  #handlers: ChannelHandlers | null = null;
  #link: Link | null = null;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(road: Road) {
    this.#road = road;
  }

  open(handlers: ChannelHandlers): void {
    this.#handlers = handlers;
    this.#connectIn(this.#attempt === 0 ? 0 : this.#backoff());
  }

  send(message: Uint8Array, ack?: (answer: UpdateAck) => void): void {
    const link = this.#link;
    if (link === null || !link.joined) return;
    const answered =
      ack === undefined
        ? undefined
        : (answer: UpdateAck) => {
            this.#road.acknowledged(message, answer);
            link.say(() => ack(answer));
          };
    link.up.send(() => link.connection?.receive(message, answered));
  }

  ask(name: string, payload: unknown, answer: (answer: unknown) => void): void {
    const link = this.#link;
    if (link === null || !link.joined) return;
    link.up.send(() => link.connection?.request(name, payload, (said) => link.say(() => answer(said))));
  }

  reconnect(): void {
    if (this.#link?.joined) this.cut();
  }

  retryNow(): void {
    if (this.#handlers !== null && this.#link === null) this.#connectIn(0);
  }

  /** In order: what was sent before still arrives. */
  close(): void {
    this.#handlers = null;
    clearTimeout(this.#retry);
    const link = this.#link;
    this.#link = null;
    if (link === null) return;
    link.down.cut = true;
    link.up.send(() => link.connection?.disconnected());
  }

  /** The page is gone, or the network between. */
  cut(): void {
    this.#sever();
    this.#lost(null);
  }

  /** The page was killed: it neither says nor hears anything more. */
  die(): void {
    this.#handlers = null;
    clearTimeout(this.#retry);
    this.#sever();
  }

  /** The server's process was killed. */
  serverDied(engine: LiveEngine): void {
    const link = this.#link;
    if (link === null || link.engine !== engine) return;
    link.sever();
    setTimeout(() => {
      if (this.#link === link) this.#lost(null);
    }, this.#road.random() * NOTICE_MS);
  }

  #sever(): void {
    const link = this.#link;
    if (link === null) return;
    link.sever();
    setTimeout(() => link.connection?.disconnected(), this.#road.random() * NOTICE_MS);
  }

  #connectIn(ms: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), ms);
  }

  #backoff(): number {
    return Math.min(2_000, 100 * 2 ** this.#attempt) * (0.5 + this.#road.random() / 2);
  }

  #connect(): void {
    const engine = this.#road.engine();
    if (engine === null || !this.#road.online()) {
      this.#lost(null);
      return;
    }
    const link = new Link(engine, this.#road.random);
    this.#link = link;
    link.up.send(() => void this.#join(link));
  }

  async #join(link: Link): Promise<void> {
    const answer = await link.engine.join(this.#road.fileId, this.#road.person, this.#socket(link));
    if ("code" in answer) link.down.send(() => this.#ended(link, answer));
    else if (link.up.cut) answer.disconnected();
    else link.confirm(answer);
  }

  #socket(link: Link): ConnectionSocket {
    const tell = (action: (handlers: ChannelHandlers) => void) =>
      link.say(() => {
        if (this.#handlers !== null) action(this.#handlers);
      });
    return {
      send: (message) => {
        this.#road.shown(message);
        tell((handlers) => handlers.message(message));
      },
      backlog: () => 0,
      joined: (event) =>
        tell((handlers) => {
          link.joined = true;
          this.#attempt = 0;
          handlers.joined(event);
        }),
      renamed: (event) => tell((handlers) => handlers.renamed(event)),
      role: (event) => tell((handlers) => handlers.role(event)),
      user: (event) => tell((handlers) => handlers.user(event)),
      feature: ({ name, payload }) => tell((handlers) => handlers.feature(name, payload)),
      close: (refusal) => link.say(() => this.#ended(link, refusal)),
    };
  }

  #ended(link: Link, refusal: Refusal): void {
    link.sever();
    if (this.#link === link) this.#lost(refusal);
  }

  #lost(refusal: Refusal | null): void {
    this.#link = null;
    const handlers = this.#handlers;
    if (handlers === null) return;
    this.#attempt += 1;
    if (refusal !== null && isFinal(refusal.code)) {
      this.#handlers = null;
      handlers.closed(refusal);
      return;
    }
    const wait = refusal?.code === CLOSE_CODES.tooFast ? 5_000 : this.#backoff();
    this.#connectIn(wait);
    if (this.#road.online())
      handlers.down({ kind: "reconnecting", attempt: this.#attempt, retryAt: Date.now() + wait });
    else handlers.down({ kind: "offline" });
  }
}
