import { acceptedInviteSchema } from "@/lib/contracts/sharing";
import { account } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { acceptReceivedInvite } from "@/lib/sharing/accept-invite";
import { inviteUnknown } from "@/lib/sharing/preview-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes(
  "/invites/received/{invite_id}/accept",
  {
    // By id, which only the account it was made for can use: tokens have a path of their own, and no id is ever tried there.
    POST: operation({
      name: "acceptReceivedInvite",
      summary: "Join a file by an invite made for one's account",
      details: "Never lowers a role one has.",
      access: account,
      takes: nothing,
      answers: ok(acceptedInviteSchema),
      errors: ["not_found", "gone"],
      handle: ({ container, id, principal }) =>
        acceptReceivedInvite(container, id("invite_id", inviteUnknown), principal),
    }),
  },
);
