import { createInviteBodySchema } from "@/lib/contracts/sharing";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";
import { createInvite } from "@/lib/sharing/create-invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async POST(call) {
    const { file, principal } = await call.file("invite:create");
    const invite = await createInvite(call.container, {
      fileId: file.id,
      createdBy: principal.userId,
      origin: call.origin,
      body: await call.body(createInviteBodySchema),
    });
    return json(201, invite);
  },
});
