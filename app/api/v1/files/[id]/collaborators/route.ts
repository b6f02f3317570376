import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { listCollaborators } from "@/lib/sharing/list-collaborators";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET(call) {
    const { file } = await call.file("people:list");
    return json(200, await listCollaborators(call.container, file.id));
  },
});
