import { AppError } from "@/lib/errors";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container }) {
    if (container.stopping) throw new AppError("unavailable", "The server is stopping.");
    if (!(await container.databaseAnswers()))
      throw new AppError("unavailable", "The database does not answer.");
    // One process's fault must not take all out of the load balancer.
    const degraded = (await container.redisAnswers?.()) === false ? ["redis"] : undefined;
    return json(200, { status: "ready", degraded });
  },
});
