import { liveSchema } from "@/lib/contracts/health";
import { anyone } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/health/live", {
  GET: operation({
    name: "isLive",
    summary: "Ask whether the process runs",
    access: anyone,
    takes: nothing,
    answers: ok(liveSchema),
    handle: async () => ({ status: "live" }),
  }),
});
