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
