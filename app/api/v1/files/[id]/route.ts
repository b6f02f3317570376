import { updateFileBodySchema } from "@/lib/contracts/files";
import { requireContentSize } from "@/lib/files/create-file";
import { deleteFile } from "@/lib/files/delete-file";
import { etagOf } from "@/lib/files/etag";
import { presentFile } from "@/lib/files/present-file";
import { readFile } from "@/lib/files/read-file";
import { updateFile } from "@/lib/files/update-file";
import { defineRoutes } from "@/lib/http/define-route";
import { json, noContent } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET(call) {
    const found = await call.file("file:read");
    const { file, content } = await readFile(call.container, found.file);
    return json(200, presentFile(file, content), { etag: etagOf(file) });
  },

  async PUT(call) {
    const { container, request } = call;
    const found = await call.file("file:edit");
    const change = await call.body(updateFileBodySchema, (raw) =>
      requireContentSize(raw, container.env.maxFileBytes),
    );
    const { file, content } = await updateFile(container, {
      file: found.file,
      userId: found.principal.userId,
      change,
      ifMatch: request.headers.get("if-match"),
    });
    return json(200, presentFile(file, content), { etag: etagOf(file) });
  },

  async DELETE(call) {
    const { file, principal } = await call.file("file:delete");
    await deleteFile(call.container, file.id, principal);
    return noContent();
  },
});
