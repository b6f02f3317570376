import type { FeatureEvent } from "@/lib/contracts/features";
import type { Refusal, Renamed, RoleChanged } from "@/lib/contracts/live";
import type { AwarenessEntry } from "./messages";

/** A state as a process tells it to the others, with a clock of its own that never falls. */
export interface ToldEntry extends AwarenessEntry {
  /** The client has come to this process only now: whoever else still shows it gives it up. */
  fresh: boolean;
}

/** What the processes that have one file open tell each other. */
export type FileEvent =
  /** Rows of the log, each told once, by the process that committed it. */
  | { kind: "rows"; rows: readonly { seq: number; update: Uint8Array }[] }
  /** The log goes up to here at least: said in place of rows by who cannot say which ones are news. */
  | { kind: "head"; seq: number }
  | { kind: "awareness"; entries: readonly ToldEntry[] }
  /** Asks the others to say what their people show. */
  | { kind: "hello" }
  | Announcement;

/** What happened to a file or a member and concerns open connections (I6), or what a feature tells all of them. */
export type Announcement =
  | { kind: "renamed"; event: Renamed }
  | { kind: "deleted"; why: Refusal }
  | { kind: "role"; userId: number; event: RoleChanged }
  | { kind: "removed"; userId: number; why: Refusal }
  | { kind: "feature"; event: FeatureEvent };

/** One process's place on a file's wire. */
export interface FileLine {
  /** Resolves when what others say is heard, or when nobody can be heard now: the wire says when that is over. */
  ready: Promise<void>;
  /** Idempotent. */
  leave(): void;
}

/**
 * The port to the other processes on the same database. What is told may be lost, doubled or late, and says nothing
 * that the log does not know better: gaps are closed from there. The adapter is lib/redis/file-wire.ts.
 */
export interface FileWire {
  /** Told apart from the others; awareness of one process is never taken for another's. */
  readonly processId: string;
  /** Hears what the others say about a file, each event with the process it comes from. `hear` must not throw. */
  enter(fileId: number, hear: (event: FileEvent, from: string) => void): FileLine;
  /** Never throws; nobody hears it while the wire is away. Needs no line. */
  tell(fileId: number, event: FileEvent): void;
  /** `alone`: there are no others. `away`: there may be, and nothing is heard of them. */
  state(): "alone" | "up" | "away";
  /** Called each time the wire works again after it did not: something may have been missed, here or by the others. */
  onReturn(listener: () => void): void;
}

/** The wire of a process that is the only one. */
export const NO_WIRE: FileWire = {
  processId: "alone",
  enter: () => ({ ready: Promise.resolve(), leave: () => undefined }),
  tell: () => undefined,
  state: () => "alone",
  onReturn: () => undefined,
};
