import { loginForToken } from "@/lib/auth/login";
import { loginBodySchema, oauthFormSchema, type TokenView } from "@/lib/contracts/auth";
import type { Call } from "@/lib/http/call";
import { defineRoutes } from "@/lib/http/define-route";
import { parseWith } from "@/lib/http/parse-with";
import { FORM_TYPE, JSON_TYPE, mediaType, parseJson } from "@/lib/http/read-body";
import { json } from "@/lib/http/respond";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = defineRoutes({
  async POST(call) {
    const { container, address } = call;
    const { token, expiresInSeconds } = await loginForToken(container, {
      ...(await readCredentials(call)),
      address,
    });
    const view: TokenView = { access_token: token, token_type: "bearer", expires_in: expiresInSeconds };
    return json(200, view);
  },
});

/** JSON, or the form of OAuth2's password grant (RFC 6749 4.3), whose `username` may be the email. */
async function readCredentials({ request, text }: Call): Promise<{ name: string; password: string }> {
  const sent = await text([JSON_TYPE, FORM_TYPE]);
  if (mediaType(request) === FORM_TYPE) {
    const form = parseWith(oauthFormSchema, Object.fromEntries(new URLSearchParams(sent)));
    return { name: form.username, password: form.password };
  }
  const { email, password } = parseWith(loginBodySchema, parseJson(sent));
  return { name: email, password };
}
