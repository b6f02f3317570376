import { AWARENESS_CLIENTS_PER_CONNECTION, AWARENESS_STATE_BYTES } from "@/lib/contracts/limits";
import type { AwarenessUser } from "@/lib/contracts/live";
import { LEFT, stamp, userIn } from "./awareness-state";
import type { EngineBounds } from "./bounds";
import type { ChannelMember } from "./channel";
import { createDepartedClocks } from "./departed-clocks";
import type { ToldEntry } from "./file-wire";
import { type AwarenessEntry, awarenessMessage } from "./messages";

/** A connection as far as presence needs it. */
export interface PresentMember extends ChannelMember {
  readonly userId: number;
  /** Stamped into every state it shows. */
  readonly user: AwarenessUser;
  readonly isOpen: boolean;
}

interface Shown {
  /** Null: by a connection of another process. */
  member: PresentMember | null;
  process: string;
  /** The client's own clock of its last state. */
  heard: number;
  /** The clock others were told; never falls, also when a client comes back with an unchanged one. */
  told: number;
  state: string;
  at: number;
  /** Here only now, and the other processes do not know yet. */
  fresh: boolean;
}

interface PresenceDeps {
  bounds: EngineBounds;
  now(): number;
  /** Yjs client id → account, as far as this process knows (I8). */
  owners: Map<number, number>;
  /** Binds ids nobody has yet to the account; answers the account of each. Null: no member any more. */
  claim(userId: number, clientIds: readonly number[]): Promise<Map<number, number> | null>;
  publish(message: Uint8Array, except: ReadonlySet<ChannelMember>): void;
  processId: string;
  /** Tells the other processes what this one's connections show. */
  tell(entries: readonly ToldEntry[]): void;
}

/**
 * Who shows what in one file (y-protocols awareness). Stock Yjs clients send back every state they hear, other people's
 * included: a state counts only from the connection that showed its client id first, under an id that belongs to its
 * account (I8). Nobody is sent their own state: with a raised clock it would overwrite what they have.
 * Each process tells the others what its own connections show. A client that moves is shown by the process it came to
 * last; the other gives it up, and says with which clock, so that the one which goes on is never older.
 */
export class ServerPresence {
  readonly #deps: PresenceDeps;
  readonly #shown = new Map<number, Shown>();
  /** What is not newer than an id's clock there is an echo, unless its owner has come back with it. */
  readonly #departed = createDepartedClocks();
  /** Changed since connections here were told; since the other processes were. */
  readonly #dirty = new Set<number>();
  readonly #outgoing = new Set<number>();
  /** Entries whose ids are being claimed; the newest of each id counts. */
  readonly #claiming = new Map<number, AwarenessEntry>();
  #timer: NodeJS.Timeout | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(deps: PresenceDeps) {
    this.#deps = deps;
  }

  /** States of one connection. Answers what is wrong with them; null: nothing. */
  receive(member: PresentMember, entries: readonly AwarenessEntry[]): string | null {
    const unknown: AwarenessEntry[] = [];
    for (const entry of entries) {
      if (!this.#isOwn(member, entry)) continue;
      if (entry.state.length > AWARENESS_STATE_BYTES)
        return `An awareness state may have ${AWARENESS_STATE_BYTES} bytes.`;
      const state = stamp(entry.state, member.user);
      if (state === null) return "An awareness state must be a JSON object or null.";
      const owner = this.#deps.owners.get(entry.clientId);
      if (owner === member.userId) this.#show(member, entry, state);
      else if (owner === undefined) unknown.push(entry);
    }
    if (unknown.length > 0) this.#claim(member, unknown);
    return null;
  }

  #isOwn(member: PresentMember, { clientId, clock, state }: AwarenessEntry): boolean {
    const shown = this.#shown.get(clientId);
    if (shown !== undefined && shown.member !== null) return shown.member === member && clock > shown.heard;
    if (state === LEFT) return false;
    const ids = this.#idsOf(member).length;
    if (ids >= AWARENESS_CLIENTS_PER_CONNECTION) return false;
    // What a client shows first is its own, also when it has just come from another process.
    return ids === 0 || clock > this.#lastTold(clientId);
  }

  #claim(member: PresentMember, entries: readonly AwarenessEntry[]): void {
    const wanted = entries.slice(0, AWARENESS_CLIENTS_PER_CONNECTION);
    const fresh = wanted.filter(({ clientId }) => !this.#claiming.has(clientId));
    for (const entry of wanted) this.#claiming.set(entry.clientId, entry);
    if (fresh.length === 0) return;
    const ids = fresh.map(({ clientId }) => clientId);
    const done = (owners: Map<number, number> | null) => {
      for (const id of ids) {
        const entry = this.#claiming.get(id);
        this.#claiming.delete(id);
        const owner = owners?.get(id);
        if (owner === undefined || entry === undefined) continue;
        this.#deps.owners.set(id, owner);
        if (owner === member.userId && member.isOpen) this.receive(member, [entry]);
      }
    };
    // The database is away: the client shows its state again every 15 s.
    this.#deps.claim(member.userId, ids).then(done, () => done(null));
  }

  #show(member: PresentMember, { clientId, clock }: AwarenessEntry, state: string): void {
    const before = this.#shown.get(clientId);
    if (state === LEFT) {
      if (before !== undefined) this.#remove(clientId, before);
      return;
    }
    const fresh = before === undefined || before.member === null || before.fresh;
    this.#set(clientId, clock, { member, process: this.#deps.processId, state, fresh });
    this.#change(clientId, "everywhere");
  }

  #lastTold(clientId: number): number {
    return this.#shown.get(clientId)?.told ?? this.#departed.get(clientId) ?? -1;
  }

  #set(clientId: number, heard: number, shown: Pick<Shown, "member" | "process" | "state" | "fresh">): void {
    const told = Math.max(heard, this.#lastTold(clientId) + 1);
    this.#departed.delete(clientId);
    this.#shown.set(clientId, { ...shown, heard, told, at: this.#deps.now() });
  }

  #remove(clientId: number, { told, member }: Shown): void {
    this.#shown.delete(clientId);
    this.#departed.set(clientId, told + 1);
    this.#change(clientId, member === null ? "here" : "everywhere");
  }

  /** What another process says of its connections. */
  hear(process: string, entries: readonly ToldEntry[]): void {
    for (const entry of entries) {
      const shown = this.#shown.get(entry.clientId);
      if (shown !== undefined && shown.member !== null) this.#hearOfOwn(process, entry, shown);
      else if (entry.state === LEFT) this.#hearLeft(process, entry, shown);
      else this.#hearShown(process, entry, shown);
    }
  }

  /** Of two that show the same client, it is with the one it came to last; when nobody knows, one of them gives in. */
  #hearOfOwn(process: string, entry: ToldEntry, shown: Shown): void {
    const { clientId, clock, state, fresh } = entry;
    const isThere = state !== LEFT && (fresh || (!shown.fresh && process > this.#deps.processId));
    if (isThere) {
      if (shown.told >= clock)
        this.#deps.tell([{ clientId, clock: shown.told + 1, state: LEFT, fresh: false }]);
      this.#hearShown(process, entry, shown);
    } else if (clock >= shown.told) {
      shown.told = clock + 1;
      this.#change(clientId, "everywhere");
    }
  }

  #hearLeft(process: string, { clientId, clock }: ToldEntry, shown: Shown | undefined): void {
    if (shown === undefined) this.#departed.set(clientId, Math.max(clock, this.#lastTold(clientId)));
    else if (shown.process === process)
      this.#remove(clientId, { ...shown, told: Math.max(shown.told, clock - 1) });
  }

  #hearShown(process: string, { clientId, clock, state }: ToldEntry, shown: Shown | undefined): void {
    if (shown?.process === process && clock <= shown.heard) {
      shown.at = this.#deps.now(); // said once more, for a newcomer
      return;
    }
    this.#set(clientId, clock, { member: null, process, state, fresh: false });
    this.#change(clientId, "here");
  }

  /** Says once more what the connections of this process show. */
  tellAll(): void {
    const own = [...this.#shown].filter(([, { member }]) => member !== null);
    this.#tell(own.map(([clientId]) => clientId));
  }

  /** Who is shown by other processes. */
  usersElsewhere(): AwarenessUser[] {
    const elsewhere = [...this.#shown.values()].filter(({ member }) => member === null);
    return elsewhere.flatMap(({ state }) => userIn(state) ?? []);
  }

  /** The connection is gone, and with it all it showed. */
  leave(member: PresentMember): void {
    for (const clientId of this.#idsOf(member)) {
      const shown = this.#shown.get(clientId);
      if (shown !== undefined) this.#remove(clientId, shown);
    }
  }

  /** Its `user` has changed: what it shows says so from now on. */
  restamp(member: PresentMember): void {
    for (const clientId of this.#idsOf(member)) {
      const shown = this.#shown.get(clientId);
      const state = shown === undefined ? null : stamp(shown.state, member.user);
      if (shown === undefined || state === null) continue;
      shown.state = state;
      shown.told += 1;
      this.#change(clientId, "everywhere");
    }
  }

  #idsOf(member: PresentMember): number[] {
    return [...this.#shown].filter(([, shown]) => shown.member === member).map(([clientId]) => clientId);
  }

  /** The state that the member shows, of one that shows several the last; undefined: none. */
  stateOf(member: PresentMember): string | undefined {
    const own = [...this.#shown.values()].filter((shown) => shown.member === member);
    return own.at(-1)?.state;
  }

  /** What everybody else shows. */
  everybody(except: PresentMember): Uint8Array {
    const others = [...this.#shown].filter(([, { member }]) => member !== except);
    return awarenessMessage(others.map(([clientId]) => this.#entry(clientId)));
  }

  /**
   * Yjs clients forget a state after 30 s; a page in the background renews its own too seldom. What another process has
   * not renewed for long is forgotten here too: it may be gone.
   */
  renew(): void {
    const { now, bounds } = this.#deps;
    for (const [clientId, shown] of this.#shown) {
      const silent = now() - shown.at;
      if (shown.member === null && silent >= bounds.remoteStale) this.#remove(clientId, shown);
      if (shown.member === null || silent < bounds.silence) continue;
      shown.at = now();
      shown.told += 1;
      this.#change(clientId, "everywhere");
    }
  }

  /** Says what is still to be said. Idempotent. */
  stop(): void {
    clearTimeout(this.#timer);
    if (this.#timer !== undefined) this.#send();
  }

  #change(clientId: number, where: "here" | "everywhere"): void {
    this.#dirty.add(clientId);
    if (where === "everywhere") this.#outgoing.add(clientId);
    const { awarenessEvery } = this.#deps.bounds;
    const wait = Math.max(0, this.#sentAt + awarenessEvery - this.#deps.now());
    this.#timer ??= setTimeout(() => this.#send(), wait);
  }

  #entry(clientId: number): AwarenessEntry {
    const shown = this.#shown.get(clientId);
    if (shown !== undefined) return { clientId, clock: shown.told, state: shown.state };
    return { clientId, clock: this.#departed.get(clientId) ?? 0, state: LEFT };
  }

  #send(): void {
    this.#timer = undefined;
    this.#sentAt = this.#deps.now();
    const changed = [...this.#dirty];
    this.#dirty.clear();
    const entries = changed.map((clientId) => this.#entry(clientId));
    const owners = new Set(changed.flatMap((clientId) => this.#shown.get(clientId)?.member ?? []));
    this.#deps.publish(awarenessMessage(entries), owners);
    for (const owner of owners) {
      const others = entries.filter(({ clientId }) => this.#shown.get(clientId)?.member !== owner);
      if (others.length > 0) owner.deliver(awarenessMessage(others));
    }
    const outgoing = [...this.#outgoing];
    this.#outgoing.clear();
    this.#tell(outgoing.filter((clientId) => this.#shown.get(clientId)?.member !== null));
  }

  #tell(clientIds: readonly number[]): void {
    if (clientIds.length === 0) return;
    this.#deps.tell(
      clientIds.map((clientId) => ({
        ...this.#entry(clientId),
        fresh: this.#shown.get(clientId)?.fresh ?? false,
      })),
    );
    for (const clientId of clientIds) {
      const shown = this.#shown.get(clientId);
      if (shown !== undefined) shown.fresh = false;
    }
  }
}
