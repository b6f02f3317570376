import { editingSessionListSchema } from "@/lib/contracts/files";
import { listSessions } from "@/lib/files/list-sessions";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/sessions", {
  GET: operation({
    name: "listEditingSessions",
    summary: "List who is in the file now",
    details: "One for each live connection, on every server process.",
    access: member("sessions:list"),
    takes: nothing,
    answers: ok(editingSessionListSchema),
    handle: ({ container, file }) => listSessions(container, file.id),
  }),
});
