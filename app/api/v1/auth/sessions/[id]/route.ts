import { endOwnSession } from "@/lib/auth/end-session";
import { defineRoutes } from "@/lib/http/define-route";
import { noContent } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async DELETE({ container, principal, param }) {
    await endOwnSession(container, await principal(), param("id"));
    return noContent();
  },
});
