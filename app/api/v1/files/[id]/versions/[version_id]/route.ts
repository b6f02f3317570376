import { versionTextSchema } from "@/lib/contracts/history";
import { versionUnknown } from "@/lib/history/history";
import { presentVersion } from "@/lib/history/present-version";
import { memberPart } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/files/{id}/versions/{version_id}",
  {
    GET: operation({
      name: "readVersion",
      summary: "Read a version with its text",
      details: "Also one that the list no longer shows, since its stretch of editing went on.",
      access: memberPart({
        param: "version_id",
        find: ({ history }, fileId, versionId) => history.find(fileId, versionId),
        notFound: versionUnknown,
        action: "history:read",
      }),
      takes: nothing,
      answers: ok(versionTextSchema),
      async handle({ container, part }) {
        const { version, content } = await container.history.read(part);
        return { ...presentVersion(version), content };
      },
    }),
  },
);
