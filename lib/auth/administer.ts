import { randomInt } from "node:crypto";
import { z } from "zod";
import { audit } from "@/lib/audit";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { hashPassword } from "./password";
import type { User, UserChange, UserRepository } from "./ports";

export const accountActionSchema = z.enum(["deactivate", "activate", "reset-password"]);
export type AccountAction = z.infer<typeof accountActionSchema>;

interface AdministerDeps {
  users: UserRepository;
  logger: Logger;
  /** Told which sessions ended. Server processes that are not told find out by themselves within a second. */
  onEnded(sessionIds: readonly string[]): void;
}

/**
 * What an administrator may do to an account, named by its email; answers what to say. Deactivating and resetting the
 * password end all its sessions. Throws `not_found` when there is no such account.
 */
export async function administer(
  deps: AdministerDeps,
  action: AccountAction,
  email: string,
): Promise<string> {
  const found = email.includes("\0") ? null : await deps.users.findForLogin(email);
  if (found === null) throw unknown(email);
  switch (action) {
    case "deactivate": {
      const { user, sessionsEnded } = await change(deps, found, { isActive: false });
      audit(deps.logger, "account deactivated", { accountId: user.id, sessionsEnded });
      return `${user.email} is deactivated and signed out everywhere (sessions ended: ${sessionsEnded}).`;
    }
    case "activate": {
      const { user } = await change(deps, found, { isActive: true });
      audit(deps.logger, "account activated", { accountId: user.id });
      return `${user.email} is active and can sign in.`;
    }
    case "reset-password": {
      const password = newPassword();
      const passwordHash = await hashPassword(password);
      const { user, sessionsEnded } = await change(deps, found, { passwordHash });
      audit(deps.logger, "password reset", { accountId: user.id, sessionsEnded });
      const inactive = user.isActive ? "" : " The account is deactivated: activate it too.";
      return `${user.email} is signed out everywhere (sessions ended: ${sessionsEnded}).${inactive}\nThe new password, shown only now: ${password}`;
    }
  }
}

async function change(
  { users, onEnded }: AdministerDeps,
  { id, email }: User,
  what: UserChange,
): Promise<{ user: User; sessionsEnded: number }> {
  const changed = await users.change(id, what);
  if (changed === null || "taken" in changed) throw unknown(email); // deleted a moment ago
  onEnded(changed.endedSessions);
  return { user: changed.user, sessionsEnded: changed.endedSessions.length };
}

const unknown = (email: string): AppError => new AppError("not_found", `No account has the email ${email}.`);

/** Nothing that looks like something else: these are read aloud and copied by hand. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** About 99 bits, as `abcd-efgh-jkmn-pqrs-tuvw`. */
function newPassword(): string {
  const letter = () => LETTERS.charAt(randomInt(LETTERS.length));
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}
