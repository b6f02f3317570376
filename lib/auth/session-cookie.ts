import { decode } from "next-auth/jwt";

/** next-auth's session cookie: an encrypted JWT, under the secure name behind https, in numbered chunks when long. */
const COOKIE_NAMES = ["__Secure-next-auth.session-token", "next-auth.session-token"];
const CHUNKS_MAX = 10;

/** Cookies of a `Cookie` header by name (RFC 6265 4.2); the first of a name counts. */
export function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of header.split(";")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim());
  }
  return cookies;
}

function sessionToken(cookies: Map<string, string>): string | null {
  for (const name of COOKIE_NAMES) {
    const whole = cookies.get(name);
    if (whole !== undefined) return whole;
    let joined = "";
    for (let n = 0; n < CHUNKS_MAX; n += 1) {
      const chunk = cookies.get(`${name}.${n}`);
      if (chunk === undefined) break;
      joined += chunk;
    }
    if (joined !== "") return joined;
  }
  return null;
}

/** The session id in the browser's cookie; null when there is none or it is not ours. */
export async function sessionIdOfCookies(secret: string, header: string): Promise<string | null> {
  const token = sessionToken(parseCookies(header));
  if (token === null) return null;
  try {
    const payload = await decode({ token, secret });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null; // forged or made with another key: the same as none
  }
}
