import { REGISTER_LIMIT } from "@/lib/access/rate-limits";
import { presentUser } from "@/lib/auth/present-user";
import { register } from "@/lib/auth/register";
import { registerBodySchema, userSchema } from "@/lib/contracts/auth";
import { anyone } from "@/lib/http/access";
import { created } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonBody } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/register", {
  POST: operation({
    name: "register",
    summary: "Create an account",
    limit: REGISTER_LIMIT,
    access: anyone,
    takes: jsonBody(registerBodySchema),
    answers: created(userSchema),
    errors: ["conflict"],
    handle: async ({ container, address, input }) => presentUser(await register(container, input, address)),
  }),
});
