import type * as Y from "yjs";
import type { Answered, FeatureEvent } from "@/lib/contracts/features";
import type { AwarenessUser, Joined, Refusal, Renamed, RoleChanged, UpdateAck } from "@/lib/contracts/live";
import type { Place } from "./cursor-places";

/** Who stands behind a live connection. */
export interface Person {
  userId: number;
  username: string;
  /** Row of auth_sessions; when it ends, so do the connections made with it. */
  sessionId: string;
}

/** The transport's side of one live connection, Socket.IO or plain WebSocket. None of these throws. */
export interface ConnectionSocket {
  /** One binary y-protocols message. */
  send(message: Uint8Array): void;
  /** Bytes that were sent and are not yet given to the network: all that a slow reader costs. */
  backlog(): number;
  joined(event: Joined): void;
  renamed(event: Renamed): void;
  role(event: RoleChanged): void;
  /** One's own name has changed. */
  user(event: AwarenessUser): void;
  /** What a feature tells, and about how many bytes that are. Null: the client's protocol has no word for it. */
  feature: ((event: FeatureEvent, bytes: number) => void) | null;
  /** Says why, then ends the connection; called at most once, nothing is sent afterwards. */
  close(refusal: Refusal): void;
}

/** The engine's side of one live connection. */
export interface LiveConnection {
  /** One message from the client. `ack`, when given, is called exactly once for an update: stored or refused. */
  receive(message: Uint8Array, ack?: (answer: UpdateAck) => void): void;
  /** One request of a feature, by name; `answer` is called exactly once. */
  request(name: string, payload: unknown, answer: (answered: Answered<unknown>) => void): void;
  /** The transport is gone. Idempotent. */
  disconnected(): void;
}

export interface ReplaceTextInput {
  fileId: number;
  userId: number;
  /** Any line ends; the document gets `\n`. */
  content: string;
  /** The version the caller had read; the edit is worked out against it and merged (I9). */
  base?: number;
  /** Without a base: the edit is worked out against this version at least, a number that the file has reached. */
  from?: number;
  expect?: { version: number; metaVersion: number };
}

export interface EditTextInput {
  fileId: number;
  userId: number;
  /** Written on the text of this version at least, a number that the file has reached. */
  from?: number;
  /** Changes the head document with `insert` and `delete`; called once. Whoever refuses leaves it as it is. */
  write(text: Y.Text): void;
}

/** Somebody's page (or program) that has a file open. */
export interface PresentConnection {
  id: string;
  fileId: number;
  userId: number;
}

/** Text of the document and the version (head_seq) it is. */
export interface TextAt {
  text: string;
  version: number;
}

/**
 * The live engine: the one owner of documents in this process. Refusals of REST callers are thrown as AppError
 * (`too_large`, `conflict` for a base no longer kept, `unprocessable` for a base newer than the file,
 * `precondition_failed`, `forbidden`, `not_found`, `unavailable`).
 */
export interface LiveEngine {
  /**
   * Joins a person to a file. Enters the channel, sends `joined`, then sync step 1 and awareness.
   * Answers the refusal instead when there is no such file or membership, or too many connections.
   */
  join(fileId: number, person: Person, socket: ConnectionSocket): Promise<LiveConnection | Refusal>;
  /** The text as it is now, of version `from` at least: a number that the file has reached, on whichever process. */
  readText(fileId: number, from?: number): Promise<TextAt>;
  /** Runs `read` on the document while it stands at a version, `from` at least. It must not keep the text. */
  read<T>(fileId: number, read: (text: Y.Text, version: number) => T, from?: number): Promise<T>;
  replaceText(input: ReplaceTextInput): Promise<TextAt>;
  /** An edit that is worked out on the text of the moment at which it is stored (I9). */
  editText(input: EditTextInput): Promise<TextAt>;
  /** First update of a new file holding `text`, and the client id it is written under. */
  seed(text: string): { update: Uint8Array; clientId: number };

  /** Whether anybody has the file open, on any process as far as this one knows. */
  isWatched(fileId: number): boolean;
  /** Who has which file open on this process. */
  present(): PresentConnection[];
  /** Where connections to a file show their carets, by the connection's id; null or missing: nowhere. */
  places(fileId: number): Promise<ReadonlyMap<string, Place | null>>;

  /** What happened elsewhere and live connections must learn within a second (I6). */
  fileRenamed(fileId: number, event: Renamed): void;
  fileDeleted(fileId: number, byUsername: string): void;
  roleChanged(fileId: number, userId: number, event: RoleChanged): void;
  /** `byUsername` null: the member left. */
  memberRemoved(fileId: number, userId: number, byUsername: string | null): void;
  sessionEnded(sessionId: string): void;
  /**
   * Tells everybody in the file, on every process, in the order in which this process tells it. What it says must be
   * what the feature's state holds by now (lib/collab/live-features.ts). Over FEATURE_EVENT_BYTES it is left out, and logged.
   */
  tell(fileId: number, event: FeatureEvent): void;

  /** Files with unsaved work or open connections, for metrics and tests. */
  stats(): { openFiles: number; connections: number; queuedUpdates: number };
  /**
   * Refuses new joins, sends connections away with 1012 in small groups, finishes what is queued, writes snapshots.
   * Idempotent.
   */
  stop(): Promise<void>;
}
