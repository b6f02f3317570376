import { loginForToken } from "@/lib/auth/login";
import { loginBodySchema, oauthFormSchema, tokenSchema } from "@/lib/contracts/auth";
import { anyone } from "@/lib/http/access";
import { ok } from "@/lib/http/answers";
import { defineRoutes } from "@/lib/http/define-route";
import { operation } from "@/lib/http/operation";
import { jsonOrForm } from "@/lib/http/takes";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes("/auth/login", {
  POST: operation({
    name: "logIn",
    summary: "Log in for a Bearer token",
    details:
      "JSON, or the form of OAuth2's password grant (RFC 6749 4.3), whose `username` may be the email.",
    access: anyone,
    takes: jsonOrForm(loginBodySchema, oauthFormSchema),
    answers: ok(tokenSchema),
    errors: ["unauthenticated"],
    async handle({ container, request, address, input }) {
      const name = "email" in input ? input.email : input.username;
      const { token, expiresInSeconds } = await loginForToken(container, {
        name,
        password: input.password,
        address,
        userAgent: request.headers.get("user-agent"),
      });
      return { access_token: token, token_type: "bearer", expires_in: expiresInSeconds };
    },
  }),
});
