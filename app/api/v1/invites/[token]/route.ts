import { INVITE_LOOKUP_LIMIT } from "@/lib/access/rate-limits";
import { invitePreviewSchema } from "@/lib/contracts/sharing";
import { anyone } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { previewInvite } from "@/lib/sharing/preview-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/invites/{token}", {
  GET: operation({
    name: "previewInvite",
    summary: "See what an invite leads to",
    details: "Asked before one signs in: whoever holds the link may see what it leads to.",
    limit: INVITE_LOOKUP_LIMIT,
    access: anyone,
    takes: nothing,
    answers: ok(invitePreviewSchema),
    errors: ["not_found", "gone"],
    handle: ({ container, param }) => previewInvite(container, param("token")),
  }),
});
