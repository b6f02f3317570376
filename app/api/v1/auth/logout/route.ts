import { endSession } from "@/lib/auth/end-session";
import { account } from "@/lib/http/access";
import { done } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { nothing } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/logout", {
  POST: operation({
    name: "logOut",
    summary: "Log out",
    details: "Ends this session, of a token or a cookie, and every live connection made with it.",
    access: account,
    takes: nothing,
    answers: done,
    handle: ({ container, principal }) => endSession(container, principal.sessionId),
  }),
});
