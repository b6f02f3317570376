import { presentUser } from "@/lib/auth/present-user";
import { AppError } from "@/lib/errors";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container, principal }) {
    const { userId } = await principal();
    const user = await container.users.findById(userId);
    if (user === null) throw new AppError("unauthenticated", "Sign in first."); // deleted a moment ago
    return json(200, presentUser(user));
  },
});
