import { accountGone } from "@/lib/auth/account-errors";
import { changeAccount } from "@/lib/auth/change-account";
import { presentUser } from "@/lib/auth/present-user";
import { updateMeBodySchema, userSchema } from "@/lib/contracts/auth";
import { account } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody, nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/me", {
  GET: operation({
    name: "readAccount",
    summary: "Read one's own account",
    access: account,
    takes: nothing,
    answers: ok(userSchema),
    async handle({ container, principal }) {
      const user = await container.users.findById(principal.userId);
      if (user === null) throw accountGone();
      return presentUser(user);
    },
  }),

  PATCH: operation({
    name: "updateAccount",
    summary: "Change one's username or password",
    details: "What is left out stays. A new password asks for the current one and ends every other session.",
    access: account,
    takes: jsonBody(updateMeBodySchema),
    answers: ok(userSchema),
    errors: ["conflict"],
    handle: async ({ container, principal, address, input }) =>
      presentUser(await changeAccount(container, principal, input, address)),
  }),
});
