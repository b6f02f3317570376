import { downloadFile } from "@/lib/files/download-file";
import { defineRoutes } from "@/lib/http/define-route";
import { attachment } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async GET(call) {
    const { file } = await call.file("file:read");
    return attachment(file.name, await downloadFile(call.container, file));
  },
});
