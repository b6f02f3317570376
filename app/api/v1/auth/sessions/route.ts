import { endOtherSessions } from "@/lib/auth/end-session";
import { listSessions } from "@/lib/auth/list-sessions";
import { defineRoutes } from "@/lib/http/define-route";
import { json, noContent } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container, principal }) {
    return json(200, await listSessions(container, await principal()));
  },

  async DELETE({ container, principal }) {
    await endOtherSessions(container, await principal());
    return noContent();
  },
});
