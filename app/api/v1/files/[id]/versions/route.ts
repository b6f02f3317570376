import {
  listVersionsQuerySchema,
  nameVersionBodySchema,
  versionListSchema,
  versionSchema,
} from "@/lib/contracts/history";
import { presentVersion } from "@/lib/history/present-version";
import { member } from "@/lib/http/access";
import { created, ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody, query } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/versions", {
  GET: operation({
    name: "listVersions",
    summary: "List a file's versions",
    details:
      "Newest first: one for each stretch of editing between two pauses, and those that were named. An id always stands for the same text; while people type, the newest version is another one each time.",
    access: member("history:read"),
    takes: query(listVersionsQuerySchema),
    answers: ok(versionListSchema),
    async handle({ container, file, input }) {
      const { versions, nextCursor } = await container.history.list(file.id, input);
      return { items: versions.map(presentVersion), next_cursor: nextCursor };
    },
  }),

  POST: operation({
    name: "nameVersion",
    summary: "Name the text as it is now",
    details: "It becomes a version of its own, with no change against the one before.",
    access: member("history:name"),
    takes: jsonBody(nameVersionBodySchema),
    answers: created(versionSchema),
    handle: async ({ container, file, principal, input }) =>
      presentVersion(await container.history.name(file.id, principal.userId, input.label)),
  }),
});
