import type { Place } from "@/lib/collab/cursor-places";
import type { Role } from "@/lib/contracts/roles";

export type LineEnd = "\n" | "\r\n" | "\r";

/** What is known of a file without its text. */
export interface FileMeta {
  id: number;
  name: string;
  language: string;
  ownerId: number;
  /** Grows with each change of name or language. */
  metaVersion: number;
  /** head_seq of the log: grows with each stored change of the text. */
  version: number;
  /** The line end the text came with, for download. */
  eol: LineEnd;
  createdAt: Date;
  /** The later of the last change of name or language and of the last stored change of the text. */
  updatedAt: Date;
}

export interface FileWithRole extends FileMeta {
  role: Role;
}

export interface ListedFile extends FileWithRole {
  ownerName: string;
}

/** One live connection to a file, on any server process. */
export interface EditingSession {
  connection: string;
  fileId: number;
  userId: number;
  username: string;
  role: Role;
  cursor: Place | null;
  lastActive: Date;
}

export interface EditingSessionRepository {
  /** Says that these are there now. Those of a file or membership that is gone are left out. */
  write(
    sessions: readonly Pick<EditingSession, "connection" | "fileId" | "userId" | "cursor">[],
  ): Promise<void>;
  remove(sessions: readonly { connection: string; fileId: number }[]): Promise<void>;
  /** Removes what a process that ended without a word has left behind. */
  removeStale(): Promise<void>;
  /** Members who are there, by name, each with the role they have now. */
  list(fileId: number): Promise<EditingSession[]>;
}

export interface MemberOfFile {
  fileId: number;
  userId: number;
}

export interface FileRepository {
  /** The file, its head, its owner's membership and, when there is text, the first log row, in one transaction. */
  create(input: {
    ownerId: number;
    name: string;
    language: string;
    eol: LineEnd;
    text: string;
    seed: { update: Uint8Array; clientId: number } | null;
  }): Promise<FileMeta>;
  /** Null when there is no such file or the user is no member of it. */
  findForUser(fileId: number, userId: number): Promise<FileWithRole | null>;
  /** The same for many at once; those that are no members are left out. */
  findForMembers(members: readonly MemberOfFile[]): Promise<(FileWithRole & MemberOfFile)[]>;
  /** Newest change first. `after`: the last row of the page before. `q` is looked for in the name, without case. */
  listForUser(input: {
    userId: number;
    limit: number;
    after: { updatedAt: Date; id: number } | null;
    q: string | null;
    /** Only files in which the user has one of these; null: any. */
    roles: Role[] | null;
  }): Promise<ListedFile[]>;
  /**
   * `stale`: `expect` does not hold. What `by` may do is judged once more in the same transaction: throws `not_found`,
   * `forbidden`.
   */
  updateMeta(
    fileId: number,
    by: number,
    change: { name?: string; language?: string; eol?: LineEnd },
    expect?: { version: number; metaVersion: number },
  ): Promise<FileMeta | "stale">;
  /** The same for a deletion: `by` may have handed the file over since they asked. */
  delete(fileId: number, by: number): Promise<void>;
}
