import type { UserView } from "@/lib/contracts/auth";
import type { User } from "./ports";

/** An account as it leaves the server: to itself, and never with its password's hash. */
export function presentUser(user: User): UserView {
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    is_active: user.isActive,
    created_at: user.createdAt.toISOString(),
  };
}
