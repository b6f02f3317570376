import { listSessions } from "@/lib/files/list-sessions";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET(call) {
    const { file } = await call.file("sessions:list");
    return json(200, await listSessions(call.container, file.id));
  },
});
