import { type NextRequest, NextResponse } from "next/server";
import { type Container, getContainer } from "@/lib/container";
import { contentSecurityPolicy } from "@/lib/http/content-security-policy";

const NONCE_BYTES = 16;
const UNAVAILABLE = "/unavailable";
const RETRY_SECONDS = 2;

/**
 * Every page gets a policy with a nonce of its own. It is set on the request too: Next reads it there and puts the nonce
 * on its scripts, which is why all pages are rendered per request. While the database is away a page that says so comes
 * in place of any: Next itself would say 500 without a word.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const container = getContainer();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString("base64");
  const policy = contentSecurityPolicy(nonce, container.env.nodeEnv === "development");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = await respond(container, request, headers);
  response.headers.set("content-security-policy", policy);
  return response;
}

async function respond(container: Container, request: NextRequest, headers: Headers): Promise<NextResponse> {
  const init = { request: { headers } };
  // The embedded database is a part of this process: it can be busy, but not away.
  const away = container.env.databaseUrl !== undefined && !(await container.databaseAnswers());
  if (away) {
    const response = NextResponse.rewrite(new URL(UNAVAILABLE, request.url), { ...init, status: 503 });
    response.headers.set("retry-after", String(RETRY_SECONDS));
    return response;
  }
  const { pathname } = request.nextUrl;
  if (pathname === UNAVAILABLE) return NextResponse.redirect(new URL("/", request.url));
  return NextResponse.next(init);
}

/** Pages only: API answers and assets are no documents. */
export const config = { matcher: "/((?!api/|_next/static/|_next/image|socket\\.io/|icon\\.svg).*)" };
