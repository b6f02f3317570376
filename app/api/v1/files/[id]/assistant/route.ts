import { audit } from "@/lib/audit";
import { assistantSwitchSchema } from "@/lib/contracts/assist";
import { member } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/assistant", {
  PATCH: operation({
    name: "switchAssistant",
    summary: "Switch the assistant's model on or off for a file",
    details:
      "Off, nobody can ask it in this file, and what it is answering ends; everybody there is told. Findings of the built-in analysers stay.",
    access: member("assist:switch"),
    takes: jsonBody(assistantSwitchSchema),
    answers: ok(assistantSwitchSchema),
    async handle({ container, file, principal, input }) {
      await container.assistant.setEnabled(file.id, principal, input.enabled);
      audit(container.logger, "assistant switched", { userId: principal.userId, fileId: file.id, ...input });
      return input;
    },
  }),
});
