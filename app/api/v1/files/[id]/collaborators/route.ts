import { collaboratorListSchema } from "@/lib/contracts/sharing";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { listCollaborators } from "@/lib/sharing/list-collaborators";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/collaborators", {
  GET: operation({
    name: "listCollaborators",
    summary: "List everyone with access",
    access: member("people:list"),
    takes: nothing,
    answers: ok(collaboratorListSchema),
    handle: ({ container, file }) => listCollaborators(container, file.id),
  }),
});
