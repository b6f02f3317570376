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
}

export type SessionKind = "cookie" | "bearer";

export interface SessionRepository {
  create(input: { userId: number; kind: SessionKind; expiresAt: Date }): Promise<{ id: string }>;
  /** The session with its user when it is neither revoked nor expired and the user is active; else null. */
  findLive(sessionId: string): Promise<{ user: User; kind: SessionKind; expiresAt: Date } | null>;
  /** Idempotent. Answers whose it was; null: it had ended before, or there is no such session. */
  revoke(sessionId: string): Promise<number | null>;
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
