import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { listInvites } from "@/lib/sharing/list-invites";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET(call) {
    const { file } = await call.file("invite:list");
    return json(200, await listInvites(call.container, file.id));
  },
});
