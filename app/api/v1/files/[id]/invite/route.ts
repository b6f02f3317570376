import { createInviteBodySchema, inviteSchema } from "@/lib/contracts/sharing";
import { member } from "@/lib/http/access";
import { created } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody } from "@/lib/http/takes";
import { createInvite } from "@/lib/sharing/create-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/invite", {
  POST: operation({
    name: "createInvite",
    summary: "Create an invite link",
    details:
      "The token is in this answer and nowhere else. With `email`, only the account of that email can accept.",
    access: member("invite:create"),
    takes: jsonBody(createInviteBodySchema),
    answers: created(inviteSchema),
    handle: ({ container, file, principal, origin, input }) =>
      createInvite(container, { fileId: file.id, createdBy: principal.userId, origin, body: input }),
  }),
});
