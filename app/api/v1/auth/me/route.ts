import { accountGone } from "@/lib/auth/account-errors";
import { changeAccount } from "@/lib/auth/change-account";
import { presentUser } from "@/lib/auth/present-user";
import { userSchema } from "@/lib/contracts/auth";
import { AppError } from "@/lib/errors";
import { account } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/me", {
  GET: operation({
    name: "readAccount",
    summary: "Read one's own account",
    access: account,
    takes: nothing,
    answers: ok(userSchema),
    async handle({ container, principal }) {
      const user = await container.users.findById(principal.userId);
      if (user === null) throw new AppError("unauthenticated", "Sign in first."); // deleted a moment ago
      return presentUser(user);
    },
  }),
});
