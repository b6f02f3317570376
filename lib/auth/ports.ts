export interface User {
  id: number;
  email: string;
  username: string;
  isActive: boolean;
  createdAt: Date;
}

export interface UserWithPassword extends User {
  passwordHash: string;
}

export interface UserRepository {
  /** Answers the user, or which unique field is taken. */
  create(input: {
    email: string;
    username: string;
    passwordHash: string;
  }): Promise<User | { taken: "email" | "username" }>;
  /** By email (case does not matter) or, when it holds no `@`, by username. */
  findForLogin(emailOrUsername: string): Promise<UserWithPassword | null>;
  findById(id: number): Promise<User | null>;
  /** Null: no such account. */
  passwordHashOf(id: number): Promise<string | null>;
  /**
   * Changes what is given and answers the account with the ids of the sessions that ended by it, all in one transaction:
   * a new password and a deactivation end every session but `keepSession`. Null: no such account.
   */
  change(id: number, change: UserChange): Promise<UserChanged | { taken: "username" } | null>;
}

export interface UserChange {
  username?: string | undefined;
  passwordHash?: string | undefined;
  isActive?: boolean | undefined;
  keepSession?: string | undefined;
}

export interface UserChanged {
  user: User;
  endedSessions: string[];
}

export type SessionKind = "cookie" | "bearer";

export interface Session {
  id: string;
  kind: SessionKind;
  /** What signed in, in words (lib/auth/client-name.ts). */
  client: string | null;
  createdAt: Date;
  /** To the minute. */
  lastUsedAt: Date;
  expiresAt: Date;
}

/** A session behind a live connection, with the name its account has now. */
export interface LiveSession {
  id: string;
  username: string;
}

export interface SessionRepository {
  /**
   * Null: the account has another password by now, or is no longer active. So a sign-in that was on its way while the
   * password changed does not outlive the change.
   */
  create(input: {
    userId: number;
    passwordHash: string;
    kind: SessionKind;
    client: string | null;
    expiresAt: Date;
  }): Promise<{ id: string } | null>;
  /** The session with its user when it is neither revoked nor expired and the user is active; else null. */
  findLive(sessionId: string): Promise<{ user: User; kind: SessionKind; expiresAt: Date } | null>;
  /** Of these, the ones that `findLive` would find. */
  liveAmong(sessionIds: readonly string[]): Promise<LiveSession[]>;
  /** Says that they are used now; one that was said so within the last minute is left as it is. */
  touch(sessionIds: readonly string[]): Promise<void>;
  /** The account's live sessions, newest first, at most so many, and how many there are. */
  listLive(userId: number, limit: number): Promise<{ sessions: Session[]; total: number }>;
  /**
   * Ends one, with `userId` only when it is that account's. Idempotent. Answers whose it was; null: it had ended before,
   * or there is no such session.
   */
  revoke(sessionId: string, userId?: number): Promise<number | null>;
  /** Ends all of the account's but one; answers which. */
  revokeOthers(userId: number, keepSession: string): Promise<string[]>;
}

/** Who is asking, as the one verifier found (DESIGN 4: lib/auth/verify.ts). */
export interface Principal {
  userId: number;
  username: string;
  email: string;
  sessionId: string;
  kind: SessionKind;
  expiresAt: Date;
}
