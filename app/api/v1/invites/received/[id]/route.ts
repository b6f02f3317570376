import { defineRoutes } from "@/lib/http/define-route";
import { parseId } from "@/lib/http/parse-with";
import { noContent } from "@/lib/http/respond";
import { inviteUnknown } from "@/lib/sharing/preview-invite";
import { declineInvite } from "@/lib/sharing/revoke-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async DELETE({ container, param, principal }) {
    const user = await principal();
    await declineInvite(container, parseId(param("id"), inviteUnknown), user);
    return noContent();
  },
});
