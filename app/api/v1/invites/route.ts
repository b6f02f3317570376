import { receivedInviteListSchema } from "@/lib/contracts/sharing";
import { account } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { listReceivedInvites } from "@/lib/sharing/list-invites";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/invites", {
  GET: operation({
    name: "listReceivedInvites",
    summary: "List the invites made for one's account",
    details: "Open ones; what ends first comes first.",
    access: account,
    takes: nothing,
    answers: ok(receivedInviteListSchema),
    handle: ({ container, principal }) => listReceivedInvites(container, principal.userId),
  }),
});
