import { account } from "@/lib/http/access";
import { done } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { inviteUnknown } from "@/lib/sharing/preview-invite";
import { declineInvite } from "@/lib/sharing/revoke-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/invites/received/{invite_id}",
  {
    DELETE: operation({
      name: "declineInvite",
      summary: "Decline an invite made for one's account",
      access: account,
      takes: nothing,
      answers: done,
      errors: ["not_found", "gone"],
      handle: ({ container, id, principal }) =>
        declineInvite(container, id("invite_id", inviteUnknown), principal),
    }),
  },
);
