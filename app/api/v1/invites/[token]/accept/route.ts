import { INVITE_LOOKUP_LIMIT } from "@/lib/access/rate-limits";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { acceptInvite } from "@/lib/sharing/accept-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async POST({ container, address, limit, param, principal }) {
    await limit(INVITE_LOOKUP_LIMIT, address);
    const user = await principal();
    return json(200, await acceptInvite(container, param("token"), user));
  },
});
