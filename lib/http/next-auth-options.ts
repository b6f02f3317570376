import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { login } from "@/lib/auth/login";
import { sessionCookieName } from "@/lib/auth/session-cookie";
import type { Container } from "@/lib/container";
import { loginBodySchema } from "@/lib/contracts/auth";
import { SESSION_SECONDS } from "@/lib/contracts/limits";
import { type AppError, isAppError } from "@/lib/errors";
import { clientAddress } from "./client-address";

interface SignInContext {
  /** People reach us by https. */
  secure: boolean;
  /** Hears of a refusal other than of the credentials: next-auth calls any 401. */
  refused(error: AppError): void;
}

/**
 * The browser's sign-in: the same accounts, use case and limits as POST /auth/login; the cookie carries the id of an
 * auth_sessions row. A refusal throws its words, which the sign-in page shows.
 */
export function nextAuthOptions(container: Container, { secure, refused }: SignInContext): NextAuthOptions {
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure };
  return {
    secret: container.keys.cookie,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name: sessionCookieName(secure), options: cookie },
      callbackUrl: { name: `${secure ? "__Host-" : ""}next-auth.callback-url`, options: cookie },
    },
    pages: { signIn: "/login", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          const parsed = loginBodySchema.safeParse(credentials);
          if (!parsed.success) return null;
          const headers = new Headers(stringHeaders(request.headers));
          try {
            const { user, sessionId } = await login(container, {
              name: parsed.data.email,
              password: parsed.data.password,
              address: clientAddress(headers),
              kind: "cookie",
              userAgent: headers.get("user-agent"),
            });
            return { id: String(user.id), name: user.username, email: user.email, sid: sessionId };
          } catch (error) {
            if (isAppError(error) && error.code === "unauthenticated") return null;
            if (isAppError(error)) {
              refused(error);
              throw new Error(error.message);
            }
            container.logger.error({ err: error }, "sign-in failed");
            throw new Error("Signing in failed. Try again in a moment.");
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && "sid" in user ? { ...token, sid: user.sid } : token),
      // Only paths of our own: never on to another host.
      redirect: ({ url, baseUrl }) => {
        const target = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : undefined;
        return target?.origin === baseUrl ? target.toString() : baseUrl;
      },
    },
    logger: {
      error: (code) => container.logger.warn({ code }, "next-auth"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function stringHeaders(headers: Record<string, unknown> | undefined): Record<string, string> {
  const entries = Object.entries(headers ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
