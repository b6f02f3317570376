import { type OpenApiView, openApiSchema } from "@/lib/contracts/open-api";
import { anyone } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { describeApi } from "@/lib/http/open-api/describe-api";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { routeGroups } from "./routes";

/** Made when it is asked for first; it never changes while the process runs. */
let document: OpenApiView | undefined;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/openapi.json", {
  GET: operation({
    name: "describeApi",
    summary: "Read this description",
    access: anyone,
    takes: nothing,
    answers: ok(openApiSchema),
    handle: async () => {
      document ??= describeApi(routeGroups({ OPTIONS }));
      return document;
    },
  }),
});
