import { z } from "zod";
import { downloadFile } from "@/lib/files/download-file";
import { member } from "@/lib/http/access";
import { raw } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { attachment } from "@/lib/http/respond";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/download", {
  GET: operation({
    name: "downloadFile",
    summary: "Download a file",
    details: "Its text as it is now, with the line ends it came with.",
    access: member("file:read"),
    takes: nothing,
    answers: raw("text/plain", z.string(), ["content-disposition"]),
    handle: async ({ container, file }) => attachment(file.name, await downloadFile(container, file)),
  }),
});
