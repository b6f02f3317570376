import { fileSchema } from "@/lib/contracts/files";
import { etagOf } from "@/lib/files/etag";
import { presentFile } from "@/lib/files/present-file";
import { versionUnknown } from "@/lib/history/history";
import { memberPart } from "@/lib/http/access";
import { okWith } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/files/{id}/versions/{version_id}/restore",
  {
    POST: operation({
      name: "restoreVersion",
      summary: "Make the text what it was",
      details:
        "An edit of the caller's like any other: a small set of changes in the live document, seen at once. Nothing is rewritten: the text before it stays a version, and restoring that takes it back.",
      access: memberPart({
        param: "version_id",
        find: ({ history }, fileId, versionId) => history.find(fileId, versionId),
        notFound: versionUnknown,
        action: "history:restore",
      }),
      takes: nothing,
      answers: okWith(fileSchema, ["etag"]),
      errors: ["too_large"],
      async handle({ container, file: found, part, principal }) {
        const { file, content } = await container.history.restore(found, part, principal.userId);
        return { view: presentFile(file, content), headers: { etag: etagOf(file) } };
      },
    }),
  },
);
