import { endOwnSession } from "@/lib/auth/end-session";
import { account } from "@/lib/http/access";
import { done } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/sessions/{session_id}", {
  DELETE: operation({
    name: "endSession",
    summary: "Sign out somewhere",
    access: account,
    takes: nothing,
    answers: done,
    errors: ["not_found"],
    handle: ({ container, param, principal }) => endOwnSession(container, principal, param("session_id")),
  }),
});
