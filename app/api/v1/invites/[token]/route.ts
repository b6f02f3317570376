import { INVITE_LOOKUP_LIMIT } from "@/lib/access/rate-limits";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { previewInvite } from "@/lib/sharing/preview-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  // Asked before one signs in: whoever holds the link may see what it leads to.
  async GET({ container, address, limit, param }) {
    await limit(INVITE_LOOKUP_LIMIT, address);
    return json(200, await previewInvite(container, param("token")));
  },
});
