/** A row of the log without what it says. */
export interface LoggedRow {
  seq: number;
  userId: number;
  at: Date;
}

/** Consecutive rows of a file's log that people see as one change. */
export interface Group {
  /** Where the group before ends; 0: nowhere. */
  fromSeq: number;
  /** Its last row. */
  seq: number;
  /** Who wrote in it, in the order in which they began. */
  authors: number[];
  /** Who wrote last, and when. */
  userId: number;
  at: Date;
  /** It goes no further, whatever is written from now on. */
  closed: boolean;
}

/** A stored point of a file's history; the text there is that of `seq`. */
export interface Version {
  id: number;
  fileId: number;
  seq: number;
  fromSeq: number;
  /** Null: the end of a group. */
  label: string | null;
  authors: { id: number; username: string }[];
  /** Lines against the text at `fromSeq`; null: not counted yet. */
  changes: LineCounts | null;
  createdAt: Date;
}

export interface LineCounts {
  added: number;
  removed: number;
}

/** Where a page of versions ends. Of those at one place named ones are newer, then those with a higher id. */
export interface VersionPlace {
  seq: number;
  named: boolean;
  id: number;
}

export interface VersionRepository {
  /**
   * Rows after the last closed group, oldest first, and among them those at which a group must end: where a version was
   * named, and the text that the file was made with.
   */
  ungrouped(fileId: number, limit: number): Promise<{ after: number; rows: LoggedRow[]; ends: number[] }>;
  /** Harmless for groups that are kept already. */
  keepGroups(fileId: number, groups: readonly Group[]): Promise<void>;
  /** Newest first: named ones, closed groups, and of the group that grows its newest end. */
  list(input: { fileId: number; limit: number; after: VersionPlace | null }): Promise<Version[]>;
  find(fileId: number, id: number): Promise<Version | null>;
  /** Names what the log ends with. What `by` may do is judged in the same transaction: throws `not_found`, `forbidden`. */
  name(input: { fileId: number; by: number; label: string }): Promise<Version>;
  keepChanges(versionId: number, changes: LineCounts): Promise<void>;
  /** The newest state that is kept of the file and not newer than `seq`. */
  stateUpTo(fileId: number, seq: number): Promise<{ seq: number; state: Uint8Array } | null>;
  /** The next updates after a row, in order, up to another, as many as may be held at once; none: the file is gone. */
  updates(fileId: number, after: number, upTo: number): Promise<{ seq: number; update: Uint8Array }[]>;
  keepState(fileId: number, seq: number, state: Uint8Array): Promise<void>;
}
