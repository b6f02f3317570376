import { endOtherSessions } from "@/lib/auth/end-session";
import { listSessions } from "@/lib/auth/list-sessions";
import { sessionListSchema } from "@/lib/contracts/auth";
import { account } from "@/lib/http/access";
import { done, ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/sessions", {
  GET: operation({
    name: "listSessions",
    summary: "List where one is signed in",
    details: "The newest ones, and how many there are.",
    access: account,
    takes: nothing,
    answers: ok(sessionListSchema),
    handle: ({ container, principal }) => listSessions(container, principal),
  }),

  DELETE: operation({
    name: "endOtherSessions",
    summary: "Sign out everywhere else",
    access: account,
    takes: nothing,
    answers: done,
    handle: ({ container, principal }) => endOtherSessions(container, principal),
  }),
});
