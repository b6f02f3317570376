import { z } from "zod";

/** Cookies as a browser keeps them, and requests as its pages make them: with the cookie and an `Origin`. */
export interface BrowserSession {
  /** One request to a path of the server; keeps the cookies that are set. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The `Cookie` header it would send now. */
  cookie(): string;
  /** next-auth's sign-in with the form of the sign-in page. */
  signIn(email: string, password: string, extra?: Record<string, string>): Promise<Response>;
  signOut(): Promise<Response>;
}

/** What next-auth answers at `/api/auth/csrf`. */
export const csrfSchema = z.object({ csrfToken: z.string() });

export function openBrowserSession(url: string, headers: Record<string, string> = {}): BrowserSession {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const request: BrowserSession["fetch"] = async (path, init = {}) => {
    const sent = new Headers({ origin: url, ...headers });
    if (cookies.size > 0) sent.set("cookie", cookie());
    for (const [name, value] of new Headers(init.headers)) sent.set(name, value);
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers: sent });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const { csrfToken } = csrfSchema.parse(await (await request("/api/auth/csrf")).json());
    return request(path, {
      method: "POST",
      body: new URLSearchParams({ csrfToken, json: "true", ...fields }),
    });
  };
  return {
    fetch: request,
    cookie,
    signIn: (email, password, extra = {}) =>
      post("/api/auth/callback/credentials", { email, password, ...extra }),
    signOut: () => post("/api/auth/signout", {}),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const ended = value === "" || attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
  if (ended) cookies.delete(name);
  else cookies.set(name, value);
}
