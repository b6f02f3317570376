import { endSession } from "@/lib/auth/end-session";
import { defineRoutes } from "@/lib/http/define-route";
import { noContent } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async POST({ container, principal }) {
    const { sessionId } = await principal();
    await endSession(container, sessionId);
    return noContent();
  },
});
