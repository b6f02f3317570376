import { type NextRequest, NextResponse } from "next/server";
import { getContainer } from "@/lib/container";
import { contentSecurityPolicy } from "@/lib/http/content-security-policy";
import { UNAVAILABLE } from "@/lib/http/pages";

const NONCE_BYTES = 16;
const UNAVAILABLE_STATUS = 503;

/**
 * Every page gets a policy with a nonce of its own. It is set on the request too: Next reads it there and puts the nonce
 * on its scripts, which is why all pages are rendered per request.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString("base64");
  const policy = contentSecurityPolicy(nonce, getContainer().env.nodeEnv === "development");
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const status = request.nextUrl.pathname === UNAVAILABLE ? UNAVAILABLE_STATUS : undefined;
  const response = NextResponse.next({ request: { headers }, status });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Pages only: API answers and assets are no documents. */
export const config = { matcher: "/((?!api/|_next/static/|_next/image|socket\\.io/|icon\\.svg).*)" };
