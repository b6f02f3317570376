import { accountGone } from "@/lib/auth/account-errors";
import { changeAccount } from "@/lib/auth/change-account";
import { presentUser } from "@/lib/auth/present-user";
import { updateMeBodySchema } from "@/lib/contracts/auth";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container, principal }) {
    const { userId } = await principal();
    const user = await container.users.findById(userId);
    if (user === null) throw accountGone();
    return json(200, presentUser(user));
  },

  async PATCH({ container, principal, address, body }) {
    const who = await principal();
    const user = await changeAccount(container, who, await body(updateMeBodySchema), address);
    return json(200, presentUser(user));
  },
});
