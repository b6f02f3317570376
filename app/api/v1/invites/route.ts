import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { listReceivedInvites } from "@/lib/sharing/list-invites";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container, principal }) {
    const { userId } = await principal();
    return json(200, await listReceivedInvites(container, userId));
  },
});
