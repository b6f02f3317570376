import {
  createFileBodySchema,
  fileListSchema,
  fileSchema,
  listFilesQuerySchema,
} from "@/lib/contracts/files";
import { createFile, requireContentSize } from "@/lib/files/create-file";
import { etagOf } from "@/lib/files/etag";
import { listFiles } from "@/lib/files/list-files";
import { presentFile, presentListedFile } from "@/lib/files/present-file";
import { account } from "@/lib/http/access";
import { createdWith, ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody, query } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files", {
  GET: operation({
    name: "listFiles",
    summary: "List files",
    details: "One's own and those shared with one, newest change first, without their content.",
    access: account,
    takes: query(listFilesQuerySchema),
    answers: ok(fileListSchema),
    async handle({ container, principal, input }) {
      const { files, nextCursor } = await listFiles(container, principal.userId, input);
      return { items: files.map(presentListedFile), next_cursor: nextCursor };
    },
  }),

  POST: operation({
    name: "createFile",
    summary: "Create a file",
    details: "The language is guessed from the name when it is left out.",
    access: account,
    takes: jsonBody(createFileBodySchema, requireContentSize),
    answers: createdWith(fileSchema, ["location", "etag"]),
    async handle({ container, principal, input }) {
      const { file, content } = await createFile(container, principal.userId, input);
      const headers = { location: `/api/v1/files/${file.id}`, etag: etagOf(file) };
      return { view: presentFile(file, content), headers };
    },
  }),
});
