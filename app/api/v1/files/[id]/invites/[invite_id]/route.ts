import { memberPart } from "@/lib/http/access";
import { done } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { inviteUnknown } from "@/lib/sharing/preview-invite";
import { revokeInvite } from "@/lib/sharing/revoke-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/files/{id}/invites/{invite_id}",
  {
    DELETE: operation({
      name: "revokeInvite",
      summary: "Revoke an invite",
      details: "Its link leads nowhere from then on; whoever has joined stays.",
      access: memberPart({
        param: "invite_id",
        find: ({ invites }, fileId, inviteId) => invites.find(fileId, inviteId),
        notFound: inviteUnknown,
        action: "invite:revoke",
      }),
      takes: nothing,
      answers: done,
      handle: ({ container, part, principal }) => revokeInvite(container, part, principal),
    }),
  },
);
