import { answerEventsSchema, assistBodySchema } from "@/lib/contracts/assist";
import { member } from "@/lib/http/access";
import { raw } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody } from "@/lib/http/takes";
import { streamAnswer } from "./answer-stream";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/files/{id}/assist", {
  POST: operation({
    name: "askAssistant",
    summary: "Ask the assistant's model",
    details:
      "Answers as server-sent events, in this order: `status` (`{text}`: what is being done), `text` (`{delta}`: more of the answer, as Markdown), `finding` (a `Finding`), and at the end one `done` (`{usage}`) or `error` (a `Problem`). Whoever is in the file sees the same answer grow. Going away ends it. One question of a file is answered at a time (409 meanwhile); 503 while the server has no model.",
    access: member("assist:ask"),
    takes: jsonBody(assistBodySchema),
    answers: raw("text/event-stream", answerEventsSchema),
    errors: ["conflict"],
    handle: (call) => streamAnswer(call),
  }),
});
