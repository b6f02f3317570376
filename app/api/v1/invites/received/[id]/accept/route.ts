import { defineRoutes } from "@/lib/http/define-route";
import { parseId } from "@/lib/http/parse-with";
import { json } from "@/lib/http/respond";
import { acceptReceivedInvite } from "@/lib/sharing/accept-invite";
import { inviteUnknown } from "@/lib/sharing/preview-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  // By id, which only the account it was made for can use: tokens have a path of their own, and no id is ever tried there.
  async POST({ container, param, principal }) {
    const user = await principal();
    return json(200, await acceptReceivedInvite(container, parseId(param("id"), inviteUnknown), user));
  },
});
