import { audit } from "@/lib/audit";
import type { RegisterBody } from "@/lib/contracts/auth";
import type { Logger } from "@/lib/logger";
import { accountTaken } from "./account-errors";
import { type Passwords, requireUncommon } from "./password";
import type { User, UserRepository } from "./ports";

/** Makes an account. Throws `unprocessable` for a commonly used password, `conflict` when email or username is taken. */
export async function register(
  deps: { users: UserRepository; passwords: Passwords; logger: Logger },
  input: RegisterBody,
  address: string,
): Promise<User> {
  requireUncommon(input.password, "password");
  const passwordHash = await deps.passwords.hash(input.password);
  const created = await deps.users.create({
    email: input.email.toLowerCase(),
    username: input.username,
    passwordHash,
  });
  if ("taken" in created) throw accountTaken(created.taken);
  audit(deps.logger, "account registered", { userId: created.id, address });
  return created;
}
