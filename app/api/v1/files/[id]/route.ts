import { fileSchema, updateFileBodySchema } from "@/lib/contracts/files";
import { requireContentSize } from "@/lib/files/create-file";
import { deleteFile } from "@/lib/files/delete-file";
import { etagOf } from "@/lib/files/etag";
import { presentFile } from "@/lib/files/present-file";
import { readFile } from "@/lib/files/read-file";
import { updateFile } from "@/lib/files/update-file";
import { member } from "@/lib/http/access";
import { done, okWith } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody, nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}", {
  GET: operation({
    name: "readFile",
    summary: "Read a file",
    details: "The content is what its live editors see now.",
    access: member("file:read"),
    takes: nothing,
    answers: okWith(fileSchema, ["etag"]),
    async handle(call) {
      const { file, content } = await readFile(call.container, call.file);
      return { view: presentFile(file, content), headers: { etag: etagOf(file) } };
    },
  }),

  PUT: operation({
    name: "updateFile",
    summary: "Change text, name or language",
    details:
      "New content becomes a small set of edits in the live document, seen at once. With `base`, the `version` that was read, it is merged with what was typed since; without it, the text becomes what was sent. `If-Match` refuses instead of merging.",
    access: member("file:edit"),
    takes: jsonBody(updateFileBodySchema, requireContentSize),
    heeds: ["if-match"],
    answers: okWith(fileSchema, ["etag"]),
    errors: ["precondition_failed", "conflict"],
    async handle(call) {
      const { file, content } = await updateFile(call.container, {
        file: call.file,
        userId: call.principal.userId,
        change: call.input,
        ifMatch: call.request.headers.get("if-match"),
      });
      return { view: presentFile(file, content), headers: { etag: etagOf(file) } };
    },
  }),

  DELETE: operation({
    name: "deleteFile",
    summary: "Delete a file",
    details: "Open editors are told and closed.",
    access: member("file:delete"),
    takes: nothing,
    answers: done,
    handle: ({ container, file, principal }) => deleteFile(container, file.id, principal),
  }),
});
