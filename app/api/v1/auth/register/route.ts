import { REGISTER_LIMIT } from "@/lib/access/rate-limits";
import { presentUser } from "@/lib/auth/present-user";
import { register } from "@/lib/auth/register";
import { registerBodySchema } from "@/lib/contracts/auth";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async POST({ container, address, limit, body }) {
    await limit(REGISTER_LIMIT, address);
    const user = await register(container, await body(registerBodySchema), address);
    return json(201, presentUser(user));
  },
});
