/**
 * The port to the document log: per file one dense sequence of Yjs updates, numbered from 1 (I3). The log is the
 * truth; every Y.Doc in memory is a cache of it. Implemented in db/repositories, tested by document-log.contract.ts
 * on PGlite and on PostgreSQL.
 */
export interface AppendEntry {
  fileId: number;
  /** The author. Must be an editor of the file at the moment of the commit. */
  userId: number;
  /** One Yjs v1 update, validated against the head (I4). */
  update: Uint8Array;
  /**
   * Yjs client ids under which the update brings new structs; claimed for the author in the same commit (I8). An entry
   * that is refused claims nothing; yet of two authors in one batch the earlier counts as the owner for that batch.
   */
  clientIds: readonly number[];
  /** Refuse (`stale`) unless the file stands exactly here when the entry is numbered (`If-Match`). */
  expect?: { version: number; metaVersion: number };
}

export type AppendResult =
  | { status: "stored"; seq: number }
  /** The file is gone. */
  | { status: "no-file" }
  /** Not a member (any more). */
  | { status: "not-member" }
  /** A member whose role may not edit. */
  | { status: "not-editor" }
  /** A client id belongs to another account. */
  | { status: "foreign-client" }
  | { status: "stale" }
  /** Somebody held the file for too long: nothing of it was stored, while other files' entries were. Send it again. */
  | { status: "busy" };

export interface LogRow {
  seq: number;
  userId: number;
  update: Uint8Array;
}

export interface LoadedLog {
  epoch: string;
  /** Newest committed sequence number; 0 for a file without text. */
  headSeq: number;
  snapshot: { seq: number; state: Uint8Array } | null;
  /** Rows after the snapshot, in order, without a gap. */
  rows: LogRow[];
}

export interface LogHead {
  /** Newest committed sequence number; 0 for a file without text. */
  headSeq: number;
  epoch: string;
}

export interface DocumentLog {
  /**
   * Stores what may be stored, in order, and answers one result per entry, in order. An entry left out never fails
   * the others. One file's entries are never torn apart: all of them are judged, or all are `busy`. Rejects only when nothing was stored or when it is unknown whether it was (connection lost): sending
   * again is harmless, since Yjs updates are idempotent (I1).
   */
  append(entries: readonly AppendEntry[]): Promise<AppendResult[]>;
  /** Newest snapshot (not newer than `upTo`, when given) and the rows after it (up to `upTo`); null: no such file. */
  load(fileId: number, upTo?: number): Promise<LoadedLog | null>;
  /** The rows after `seq`, in order, without a gap; null: no such file. */
  rowsAfter(fileId: number, seq: number): Promise<LogRow[] | null>;
  /** Null: no such file. */
  head(fileId: number): Promise<LogHead | null>;
  /** The same for many at once; a file that is gone is left out. */
  heads(fileIds: readonly number[]): Promise<Map<number, LogHead>>;
  /**
   * Keeps the state as of exactly `seq` (I5) and the plain text for lists and search. An older snapshot never replaces
   * a newer one, and no log row is dropped.
   */
  saveSnapshot(snapshot: { fileId: number; seq: number; state: Uint8Array; text: string }): Promise<void>;
  /**
   * Binds Yjs client ids to the account that shows them first, for editors and viewers alike (awareness shows ids
   * before any text is typed). Answers the owner of each id; null: file or membership gone.
   */
  claimClients(
    fileId: number,
    userId: number,
    clientIds: readonly number[],
  ): Promise<Map<number, number> | null>;
}
