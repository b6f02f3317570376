import { findingUnknown } from "@/lib/assistant/findings/change-finding";
import { changeFindingBodySchema, findingSchema } from "@/lib/contracts/findings";
import { memberPart } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/files/{id}/findings/{finding_id}",
  {
    PATCH: operation({
      name: "changeFinding",
      summary: "Apply or dismiss a finding",
      details:
        "`applied` makes its fix as an edit of the caller, seen by everybody at once, and answers 409 when its place has changed since it was found or somebody has applied it, 422 when it has none. `dismissed` lasts, for everybody in the file.",
      access: memberPart({
        param: "finding_id",
        find: ({ findings }, fileId, findingId) => findings.find(fileId, findingId),
        notFound: findingUnknown,
        action: "findings:change",
      }),
      takes: jsonBody(changeFindingBodySchema),
      answers: ok(findingSchema),
      errors: ["conflict"],
      handle: ({ container: { findings }, file, part, principal, input: { status } }) =>
        status === "applied"
          ? findings.apply(file.id, part.id, principal)
          : findings.mark(file.id, part.id, status, principal),
    }),
  },
);
