import { decode } from "next-auth/jwt";

/**
 * next-auth's session cookie: an encrypted JWT, in numbered chunks when long. Behind https no other host can have set it,
 * nor anybody who can change what goes over plain http; there `__Host-` is not to be had.
 */
export const sessionCookieName = (secure: boolean): string =>
  secure ? "__Host-next-auth.session-token" : "next-auth.session-token";

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

function sessionToken(cookies: Map<string, string>, name: string): string | null {
  const whole = cookies.get(name);
  if (whole !== undefined) return whole;
  let joined = "";
  for (let n = 0; n < CHUNKS_MAX; n += 1) {
    const chunk = cookies.get(`${name}.${n}`);
    if (chunk === undefined) break;
    joined += chunk;
  }
  return joined === "" ? null : joined;
}

/**
 * The session id in the browser's cookie; null when there is none or it is not ours. `secure`: it came by https, as far
 * as is believed, and only the cookie of that counts.
 */
export async function sessionIdOfCookies(
  secret: string,
  header: string,
  secure: boolean,
): Promise<string | null> {
  const token = sessionToken(parseCookies(header), sessionCookieName(secure));
  if (token === null) return null;
  try {
    const payload = await decode({ token, secret });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null; // forged or made with another key: the same as none
  }
}
