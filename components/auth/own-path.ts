/** Any host of nobody's: what stays on it was a path of ours. */
const NOWHERE = "http://tandem.invalid";

type Params = Record<string, string | string[] | undefined>;

/**
 * Where a person wanted to go before signing in: `next`, or next-auth's `callbackUrl`, of the page's address. Only ever
 * a path of our own; anything else is `/`.
 */
export function wantedPath(params: Params): string {
  const wanted = params.next ?? params.callbackUrl;
  if (typeof wanted !== "string" || !wanted.startsWith("/") || !URL.canParse(wanted, NOWHERE)) return "/";
  const { origin, pathname, search, hash } = new URL(wanted, NOWHERE);
  // `/.//host` has become `//host`, which names another host once more.
  return origin === NOWHERE && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}

/** A page about signing in that leads on to `path` afterwards. */
export function pathWithNext(page: "/login" | "/register", path: string): string {
  return path === "/" ? page : `${page}?next=${encodeURIComponent(path)}`;
}
