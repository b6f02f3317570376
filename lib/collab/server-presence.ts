import { AWARENESS_CLIENTS_PER_CONNECTION, AWARENESS_STATE_BYTES } from "@/lib/contracts/limits";
import type { AwarenessUser } from "@/lib/contracts/live";
import type { EngineBounds } from "./bounds";
import type { ChannelMember } from "./channel";
import { type AwarenessEntry, awarenessMessage } from "./messages";

/** A connection as far as presence needs it. */
export interface PresentMember extends ChannelMember {
  readonly userId: number;
  /** Stamped into every state it shows. */
  readonly user: AwarenessUser;
  readonly isOpen: boolean;
}

interface Shown {
  member: PresentMember;
  /** The client's own clock of its last state. */
  heard: number;
  /** The clock others were told; never falls, also when a client comes back with an unchanged one. */
  told: number;
  state: string;
  at: number;
}

interface PresenceDeps {
  bounds: EngineBounds;
  now(): number;
  /** Yjs client id → account, as far as this process knows (I8). */
  owners: Map<number, number>;
  /** Binds ids nobody has yet to the account; answers the account of each. Null: no member any more. */
  claim(userId: number, clientIds: readonly number[]): Promise<Map<number, number> | null>;
  publish(message: Uint8Array, except: ReadonlySet<ChannelMember>): void;
}

const LEFT = "null";
const DEPARTED_MAX = 10_000;

/**
 * Who shows what in one file (y-protocols awareness). Stock Yjs clients send back every state they hear, other people's
 * included: a state counts only from the connection that showed its client id first, under an id that belongs to its
 * account (I8). Nobody is sent their own state: with a raised clock it would overwrite what they have.
 */
export class ServerPresence {
  readonly #deps: PresenceDeps;
  readonly #shown = new Map<number, Shown>();
  /** The clock under which an id left; what is not newer is an echo, unless its owner has come back with it. */
  readonly #departed = new Map<number, number>();
  readonly #dirty = new Set<number>();
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
    if (shown !== undefined) return shown.member === member && clock > shown.heard;
    if (state === LEFT) return false;
    const ids = this.#idsOf(member).length;
    if (ids >= AWARENESS_CLIENTS_PER_CONNECTION) return false;
    return ids === 0 || clock > (this.#departed.get(clientId) ?? -1);
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
    const last = before?.told ?? this.#departed.get(clientId) ?? -1;
    this.#departed.delete(clientId);
    const told = Math.max(clock, last + 1);
    this.#shown.set(clientId, { member, heard: clock, told, state, at: this.#deps.now() });
    this.#change(clientId);
  }

  #remove(clientId: number, { told }: Shown): void {
    this.#shown.delete(clientId);
    this.#departed.set(clientId, told + 1);
    for (const oldest of this.#departed.keys()) {
      if (this.#departed.size <= DEPARTED_MAX) break;
      this.#departed.delete(oldest);
    }
    this.#change(clientId);
  }

  /** The connection is gone, and with it all it showed. */
  leave(member: PresentMember): void {
    for (const clientId of this.#idsOf(member)) {
      const shown = this.#shown.get(clientId);
      if (shown !== undefined) this.#remove(clientId, shown);
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

  /** Yjs clients forget a state after 30 s; a page in the background renews its own too seldom. */
  renew(): void {
    const due = this.#deps.now() - this.#deps.bounds.silence;
    for (const [clientId, shown] of this.#shown) {
      if (shown.at > due) continue;
      shown.at = this.#deps.now();
      shown.told += 1;
      this.#change(clientId);
    }
  }

  /** Idempotent. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dirty.clear();
  }

  #change(clientId: number): void {
    this.#dirty.add(clientId);
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
  }
}

/** The state as others may see it; null: not a state. */
function stamp(state: string, user: AwarenessUser): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(state);
  } catch {
    return null; // said to the sender
  }
  if (parsed === null) return LEFT;
  if (typeof parsed !== "object" || Array.isArray(parsed)) return null;
  return JSON.stringify({ ...parsed, user });
}
