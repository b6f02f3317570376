import { inviteListSchema } from "@/lib/contracts/sharing";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";
import { listInvites } from "@/lib/sharing/list-invites";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/invites", {
  GET: operation({
    name: "listInvites",
    summary: "List a file's invites",
    details: "Those that were not revoked, newest first, without their tokens.",
    access: member("invite:list"),
    takes: nothing,
    answers: ok(inviteListSchema),
    handle: ({ container, file }) => listInvites(container, file.id),
  }),
});
