import type { RateLimiter } from "@/lib/access/rate-limiter";
import { LOGIN_ACCOUNT_LIMIT } from "@/lib/access/rate-limits";
import { audit } from "@/lib/audit";
import type { UpdateMeBody } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { accountGone, accountTaken } from "./account-errors";
import { type EndingDeps, forgetSessions } from "./end-session";
import { type Passwords, requireUncommon } from "./password";
import { takeTry, triesKey } from "./password-tries";
import type { Principal, User, UserRepository } from "./ports";

export interface ChangeAccountDeps extends EndingDeps {
  users: UserRepository;
  passwords: Passwords;
  rateLimiter: RateLimiter;
  logger: Logger;
}

/**
 * Changes one's own username, password or both. A new password ends every other session and the live connections made
 * with them. Throws `unprocessable` for a wrong current password and for a commonly used new one, `conflict` for a
 * username that is taken, `too_many_requests` for too many wrong passwords.
 */
export async function changeAccount(
  deps: ChangeAccountDeps,
  { userId, sessionId }: Principal,
  change: UpdateMeBody,
  address: string,
): Promise<User> {
  const { username, current_password: current, new_password: password } = change;
  if (password !== undefined) requireUncommon(password, "new_password");
  if (current !== undefined) await requireCurrent(deps, userId, current, address);
  const passwordHash = password === undefined ? undefined : await deps.passwords.hash(password);
  const changed = await deps.users.change(userId, { username, passwordHash, keepSession: sessionId });
  if (changed === null) throw accountGone();
  if ("taken" in changed) throw accountTaken(changed.taken);
  forgetSessions(deps, [sessionId], changed.endedSessions);
  if (username !== undefined) audit(deps.logger, "username changed", { userId });
  const sessionsEnded = changed.endedSessions.length;
  if (password !== undefined) audit(deps.logger, "password changed", { userId, sessionsEnded });
  return changed.user;
}

async function requireCurrent(
  { users, passwords, rateLimiter, logger }: ChangeAccountDeps,
  userId: number,
  password: string,
  address: string,
): Promise<void> {
  const key = triesKey(userId, address);
  await takeTry(rateLimiter, LOGIN_ACCOUNT_LIMIT, key);
  if (await passwords.check(await users.passwordHashOf(userId), password)) {
    await rateLimiter.reset(LOGIN_ACCOUNT_LIMIT, key);
    return;
  }
  audit(logger, "password change refused", { userId, address });
  throw new AppError("unprocessable", "The current password is not right.", {
    errors: [{ path: "current_password", message: "is not right" }],
  });
}
