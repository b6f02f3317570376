import { createFileBodySchema, type FileListView, listFilesQuerySchema } from "@/lib/contracts/files";
import { createFile, requireContentSize } from "@/lib/files/create-file";
import { etagOf } from "@/lib/files/etag";
import { listFiles } from "@/lib/files/list-files";
import { presentFile, presentFileItem } from "@/lib/files/present-file";
import { defineRoutes } from "@/lib/http/define-route";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET({ container, principal, query }) {
    const { userId } = await principal();
    const { files, nextCursor } = await listFiles(container, userId, query(listFilesQuerySchema));
    const view: FileListView = { items: files.map(presentFileItem), next_cursor: nextCursor };
    return json(200, view);
  },

  async POST({ container, principal, body }) {
    const { userId } = await principal();
    const input = await body(createFileBodySchema, (raw) =>
      requireContentSize(raw, container.env.maxFileBytes),
    );
    const { file, content } = await createFile(container, userId, input);
    const headers = { location: `/api/v1/files/${file.id}`, etag: etagOf(file) };
    return json(201, presentFile(file, content), headers);
  },
});
