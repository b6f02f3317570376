import { INVITE_LOOKUP_LIMIT } from "@/lib/access/rate-limits";
import { acceptedInviteSchema } from "@/lib/contracts/sharing";
import { account } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { acceptInvite } from "@/lib/sharing/accept-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/invites/{token}/accept", {
  POST: operation({
    name: "acceptInvite",
    summary: "Join a file by an invite",
    details: "Never lowers a role one has.",
    limit: INVITE_LOOKUP_LIMIT,
    access: account,
    takes: nothing,
    answers: ok(acceptedInviteSchema),
    errors: ["forbidden", "not_found", "gone"],
    handle: ({ container, param, principal }) => acceptInvite(container, param("token"), principal),
  }),
});
