import type { RateLimiter } from "@/lib/access/rate-limiter";
import { LOGIN_ACCOUNT_LIMIT, LOGIN_ADDRESS_LIMIT } from "@/lib/access/rate-limits";
import { audit } from "@/lib/audit";
import { SESSION_SECONDS } from "@/lib/contracts/limits";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { clientName } from "./client-name";
import type { Keys } from "./keys";
import type { Passwords } from "./password";
import { takeTry, triesKey } from "./password-tries";
import type { SessionKind, SessionRepository, User, UserRepository } from "./ports";
import { signToken } from "./token";

export interface LoginDeps {
  users: UserRepository;
  sessions: SessionRepository;
  passwords: Passwords;
  rateLimiter: RateLimiter;
  logger: Logger;
}

export interface LoginInput {
  /** Email or username. */
  name: string;
  password: string;
  /** Where it comes from, for the limits. */
  address: string;
  kind: SessionKind;
  /** The header, as it came. */
  userAgent: string | null;
}

export interface SignedIn {
  user: User;
  sessionId: string;
  expiresAt: Date;
}

/**
 * Checks a password and opens a session. A wrong password, an unknown account and an inactive one answer alike and in
 * the same time (`unauthenticated`); too many tries are `too_many_requests`, by account and by address.
 */
export async function login(deps: LoginDeps, input: LoginInput): Promise<SignedIn> {
  const name = input.name.trim().toLowerCase();
  await takeTry(deps.rateLimiter, LOGIN_ADDRESS_LIMIT, input.address);
  // No name holds a NUL, and no database takes one in a text.
  const user = name.includes("\0") ? null : await deps.users.findForLogin(name);
  // By account, not by what it was called: an email and a username are the same door.
  const accountKey = triesKey(user?.id ?? name, input.address);
  await takeTry(deps.rateLimiter, LOGIN_ACCOUNT_LIMIT, accountKey);
  const right = await deps.passwords.check(user?.passwordHash ?? null, input.password);
  const refused = () => {
    audit(deps.logger, "sign-in refused", { userId: user?.id, address: input.address });
    return new AppError("unauthenticated", "Email or password is not right. Check both and try again.");
  };
  if (user === null || !right || !user.isActive) throw refused();
  const expiresAt = new Date(Date.now() + SESSION_SECONDS * 1_000);
  const { id: userId, passwordHash } = user;
  const client = clientName(input.userAgent);
  const session = await deps.sessions.create({ userId, passwordHash, kind: input.kind, client, expiresAt });
  if (session === null) throw refused(); // changed while the password was checked
  await deps.rateLimiter.reset(LOGIN_ACCOUNT_LIMIT, accountKey);
  await deps.rateLimiter.giveBack(LOGIN_ADDRESS_LIMIT, input.address);
  audit(deps.logger, "signed in", { userId: user.id, kind: input.kind, address: input.address });
  return { user, sessionId: session.id, expiresAt };
}

/** A session for programs: the same, with a Bearer token to show for it. */
export async function loginForToken(
  deps: LoginDeps & { keys: Keys },
  input: Omit<LoginInput, "kind">,
): Promise<{ token: string; expiresInSeconds: number }> {
  const { user, sessionId, expiresAt } = await login(deps, { ...input, kind: "bearer" });
  const token = await signToken(deps.keys.token, { userId: user.id, sessionId, expiresAt });
  return { token, expiresInSeconds: SESSION_SECONDS };
}
