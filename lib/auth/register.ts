import { audit } from "@/lib/audit";
import type { RegisterBody } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { hashPassword, isCommonPassword } from "./password";
import type { User, UserRepository } from "./ports";

/** Makes an account. Throws `unprocessable` for a commonly used password, `conflict` when email or username is taken. */
export async function register(
  deps: { users: UserRepository; logger: Logger },
  input: RegisterBody,
  address: string,
): Promise<User> {
  if (isCommonPassword(input.password)) {
    throw new AppError("unprocessable", "This password is one of the commonly used ones.", {
      errors: [{ path: "password", message: "is one of the commonly used ones" }],
    });
  }
  const passwordHash = await hashPassword(input.password);
  const created = await deps.users.create({
    email: input.email.toLowerCase(),
    username: input.username,
    passwordHash,
  });
  if ("taken" in created) {
    throw new AppError("conflict", `This ${created.taken} is taken.`, {
      errors: [{ path: created.taken, message: "is taken" }],
    });
  }
  audit(deps.logger, "account registered", { userId: created.id, address });
  return created;
}
