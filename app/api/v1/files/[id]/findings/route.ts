import { findingListSchema } from "@/lib/contracts/findings";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/findings", {
  GET: operation({
    name: "listFindings",
    summary: "List what is open",
    details:
      "What analysers and the model have found so far and nobody has applied or dismissed, where it stands now. Files that somebody has open are analysed by themselves.",
    access: member("findings:read"),
    takes: nothing,
    answers: ok(findingListSchema),
    handle: async ({ container, file }) => ({ items: await container.findings.open(file.id) }),
  }),
});
