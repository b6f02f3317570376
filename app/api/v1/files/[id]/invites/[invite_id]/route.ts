import { defineRoutes } from "@/lib/http/define-route";
import { noContent } from "@/lib/http/respond";
import { inviteUnknown } from "@/lib/sharing/preview-invite";
import { revokeInvite } from "@/lib/sharing/revoke-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async DELETE(call) {
    const { container } = call;
    const { part, principal } = await call.part({
      param: "invite_id",
      find: container.invites.find,
      notFound: inviteUnknown,
      action: () => "invite:revoke",
    });
    await revokeInvite(container, part, principal);
    return noContent();
  },
});
