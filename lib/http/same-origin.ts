import { AppError } from "@/lib/errors";

/**
 * Whether a request that rides on the browser's cookie comes from our own pages (CONTRACT 2, OWASP CSRF sheet):
 * `Origin` is PUBLIC_URL's origin or, where that is unset, its host is `Host`; without `Origin`, `Sec-Fetch-Site` says
 * so; with neither, no.
 */
export function isSameOrigin(
  headers: { origin: string | null; host: string | null; secFetchSite: string | null },
  publicUrl: string | undefined,
): boolean {
  if (headers.origin === null) return headers.secFetchSite === "same-origin";
  if (publicUrl !== undefined) return headers.origin === publicUrl;
  if (!URL.canParse(headers.origin)) return false;
  return headers.host !== null && new URL(headers.origin).host === headers.host.toLowerCase();
}

/**
 * Throws `forbidden` when a request that rides on the cookie comes from elsewhere. `headers` as `stampForwarded` left
 * them: the host is the one that is believed.
 */
export function requireSameOrigin(headers: Headers, publicUrl: string | undefined): void {
  const seen = {
    origin: headers.get("origin"),
    host: headers.get("x-forwarded-host") ?? headers.get("host"),
    secFetchSite: headers.get("sec-fetch-site"),
  };
  if (isSameOrigin(seen, publicUrl)) return;
  throw new AppError("forbidden", "A request with the browser's cookie must come from Tandem's own pages.");
}
