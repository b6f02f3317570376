import { changeRoleBodySchema, collaboratorSchema } from "@/lib/contracts/sharing";
import { memberPart } from "@/lib/http/access";
import { done, ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody, nothing } from "@/lib/http/takes";
import { changeRole } from "@/lib/sharing/change-role";
import { memberUnknown } from "@/lib/sharing/member-refused";
import type { Member } from "@/lib/sharing/ports";
import { removeMember } from "@/lib/sharing/remove-member";

const found = {
  param: "user_id",
  find: ({ members }, fileId, userId) => members.find(fileId, userId),
  notFound: memberUnknown,
} satisfies Pick<Parameters<typeof memberPart<Member>>[0], "param" | "find" | "notFound">;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/files/{id}/collaborators/{user_id}",
  {
    PATCH: operation({
      name: "changeRole",
      summary: "Change somebody's role",
      details: "`owner` hands the file over; the caller is a collaborator from then on. In force at once.",
      access: memberPart({ ...found, action: "people:change" }),
      takes: jsonBody(changeRoleBodySchema),
      answers: ok(collaboratorSchema),
      errors: ["conflict"],
      handle: ({ container, file, part, principal, input }) =>
        changeRole(container, {
          fileId: file.id,
          userId: part.userId,
          by: principal,
          role: input.role,
        }),
    }),

    DELETE: operation({
      name: "removeCollaborator",
      summary: "Take somebody's access away, or leave",
      details: "Open connections end at once. Everyone but the owner may leave, which is to remove oneself.",
      access: memberPart({
        ...found,
        action: "people:remove",
        otherwise: (part, principal) => (part.userId === principal.userId ? "people:leave" : undefined),
      }),
      takes: nothing,
      answers: done,
      errors: ["conflict"],
      handle: ({ container, file, part, principal }) =>
        removeMember(container, file.id, part.userId, principal),
    }),
  },
);
