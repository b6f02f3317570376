import { readySchema } from "@/lib/contracts/health";
import { AppError } from "@/lib/errors";
import { anyone } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/health/ready", {
  GET: operation({
    name: "isReady",
    summary: "Ask whether the process can serve",
    details: "`degraded` names what is away and not needed for that.",
    access: anyone,
    takes: nothing,
    answers: ok(readySchema),
    async handle({ container }) {
      if (container.stopping) throw new AppError("unavailable", "The server is stopping.");
      if (!(await container.databaseAnswers()))
        throw new AppError("unavailable", "The database does not answer.");
      // One process's fault must not take all out of the load balancer.
      const degraded = (await container.redisAnswers?.()) === false;
      return { status: "ready", ...(degraded ? { degraded: ["redis"] } : {}) };
    },
  }),
});
