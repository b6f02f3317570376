import { changeRoleBodySchema } from "@/lib/contracts/sharing";
import { defineRoutes } from "@/lib/http/define-route";
import { json, noContent } from "@/lib/http/respond";
import { changeRole } from "@/lib/sharing/change-role";
import { memberUnknown } from "@/lib/sharing/member-refused";
import { removeMember } from "@/lib/sharing/remove-member";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async PATCH(call) {
    const { container } = call;
    const { file, part, principal } = await call.part({
      param: "user_id",
      find: container.members.find,
      notFound: memberUnknown,
      action: () => "people:change",
    });
    const { role } = await call.body(changeRoleBodySchema);
    const change = { fileId: file.id, userId: part.userId, by: principal.userId, role };
    return json(200, await changeRole(container, change));
  },

  async DELETE(call) {
    const { container } = call;
    const { file, part, principal } = await call.part({
      param: "user_id",
      find: container.members.find,
      notFound: memberUnknown,
      action: ({ userId }, { userId: own }) => (userId === own ? "people:leave" : "people:remove"),
    });
    await removeMember(container, file.id, part.userId, principal);
    return noContent();
  },
});
