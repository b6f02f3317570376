import { diagnosticsSchema } from "@/lib/contracts/findings";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/diagnostics", {
  GET: operation({
    name: "diagnoseFile",
    summary: "Analyse a file",
    details:
      "What the built-in analysers find in the content as it is now, also what was dismissed. Needs no model.",
    access: member("findings:read"),
    takes: nothing,
    answers: ok(diagnosticsSchema),
    async handle({ container, file }) {
      const { items, analyzedAt } = await container.findings.diagnose(file.id, file.version);
      return { items, analyzed_at: analyzedAt.toISOString() };
    },
  }),
});
