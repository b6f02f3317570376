import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import type { FeatureName } from "@/lib/contracts/features";
import type { AwarenessUser, Joined, Refusal, Renamed, RoleChanged, UpdateAck } from "@/lib/contracts/live";
import type { Role } from "@/lib/contracts/roles";

/** What a channel tells. Never called before `open` has returned, nor after `close`. */
export interface ChannelHandlers {
  joined(event: Joined): void;
  message(bytes: Uint8Array): void;
  renamed(event: Renamed): void;
  role(event: RoleChanged): void;
  /** One's own name has changed. */
  user(event: AwarenessUser): void;
  /** What a feature of the file tells, as it came. */
  feature(name: FeatureName, payload: unknown): void;
  /** The connection is gone; the channel tries again by itself. Acknowledgements under way will not come. */
  down(why: Extract<SyncState, { kind: "reconnecting" | "offline" }>): void;
  /** The server refused for good: the channel rests until it is opened again. */
  closed(refusal: Refusal): void;
}

/** The browser's road to one file; lib/browser/socket-channel.ts goes over Socket.IO. */
export interface Channel {
  /** Connects, and connects again after each drop. May be called again once `closed` was told. */
  open(handlers: ChannelHandlers): void;
  /**
   * One binary y-protocols message; lost when there is no connection. `ack` is called at most once, and never before
   * this has returned; also with 4413 for a message that the server would not even read.
   */
  send(message: Uint8Array, ack?: (answer: UpdateAck) => void): void;
  /** A request of a feature; lost when there is no connection. `answer` is called at most once, with what came. */
  ask(name: string, payload: unknown, answer: (answer: unknown) => void): void;
  /** What came cannot be read: drops the connection and tries again as after any other drop. */
  reconnect(): void;
  /** Does not wait for the next try. */
  retryNow(): void;
  /** Idempotent. */
  close(): void;
}

/** A document with its local copy. One page at a time has a copy, until it closes it or is gone itself (I7). */
export interface LocalCopy {
  readonly epoch: string;
  /** Names the copy among those of the same account and file. */
  readonly id: string;
  readonly doc: Y.Doc;
  readonly text: Y.Text;
  readonly awareness: Awareness;
  /** False: the browser keeps nothing (private window, full disk); edits live as long as the page. */
  readonly persisted: boolean;
  /** Waits until all that is in the document by now is kept. False: it is not. */
  flush(): Promise<boolean>;
  /** Ends what runs; what is kept stays, for whoever takes it over. Idempotent. */
  close(): Promise<void>;
  /** Closes it and removes what is kept. */
  erase(): Promise<void>;
}

/** The copies of one file for one account, shared by all pages of this browser. */
export interface LocalCopies {
  /** An empty one for this page, remembered. */
  create(epoch: string): Promise<LocalCopy>;
  /** One that a page has left, for this page from now on. Null: a page still has it, or it cannot be opened. */
  take(left: Pick<Remembered, "epoch" | "id">): Promise<LocalCopy | null>;
}

/** What the browser remembers of one local copy besides its text. */
export interface Remembered {
  id: string;
  epoch: string;
  /** Edits that the log had not acknowledged. */
  waiting: number;
  /** Another copy has taken its place: what it holds must not be merged any more, only be offered. */
  replaced: boolean;
}

/** Shared by all pages of one account on one file. */
export interface LocalMemory {
  /** All copies, had by pages or left by them; the one written last comes first. */
  read(): Remembered[];
  /** False: it could not be written. */
  write(remembered: Remembered): boolean;
  /** The copy is erased. */
  forget(id: string): void;
  /** Text that could not be merged, kept until it is taken or dropped: one entry for each copy it came from. */
  readRecovery(): Recovery[];
  /** False: it could not be kept and lives only as long as the page. */
  writeRecovery(recovery: Recovery): boolean;
  dropRecovery(id: string): void;
}

export interface Recovery {
  /** Of the copy that the text comes from. */
  id: string;
  text: string;
}

export type SyncState =
  /** The first connection is being made. */
  | { kind: "connecting" }
  /** Joined; the server's text is on its way. */
  | { kind: "syncing" }
  | { kind: "live" }
  /** `retryAt` in milliseconds since the epoch; null: trying just now. `restarting`: the server has said so itself. */
  | { kind: "reconnecting"; attempt: number; retryAt: number | null; restarting?: boolean }
  /** The browser says that it has no network. */
  | { kind: "offline" }
  | { kind: "closed"; refusal: Refusal };

/** Everything a page shows of the connection. Immutable: a new object after each change. */
export interface SyncSnapshot {
  state: SyncState;
  /** Null: nothing can be said yet. `saved` is what the log acknowledged, never the state of a socket. */
  status: "saved" | "saving" | "offline" | null;
  /** The connection has been away for long enough to be told. */
  away: boolean;
  /** What the editor shows; another object when it had to be begun anew. Null until there is a text to show. */
  copy: LocalCopy | null;
  me: Joined["user"] | null;
  role: Role | null;
  /** Who gave one this role while the page was open; null: nobody, or it is not known. */
  roleBy: string | null;
  file: Renamed | null;
  /** Edits that the log has not acknowledged. */
  waiting: number;
  /** Edits are not taken because the file would grow too large. */
  tooLarge: boolean;
  /** For a few seconds after coming back: how many edits went out. */
  returned: { edits: number } | null;
  /** Texts kept aside, to be offered one after the other. */
  recovery: readonly Recovery[];
}
