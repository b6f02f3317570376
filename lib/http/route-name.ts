import type { PathParams } from "./call";

/** `/api/v1/` and what is named: parameters come behind. */
const FIRST_PARAM = 4;

/**
 * The path of a call with its parameters' names in place of their values, such as `/api/v1/files/{id}`: there are as
 * many as there are routes. Whatever is at no route is one.
 */
export function routeName(url: string, params: PathParams): string {
  const entries = Object.entries(params);
  if (entries.some(([, value]) => Array.isArray(value))) return "nowhere";
  const segments = new URL(url).pathname.replace(/\/+$/, "").split("/");
  const names = [...entries];
  return segments
    .map((segment, at) => {
      if (at < FIRST_PARAM) return segment;
      const found = names.findIndex(([, value]) => value === segment || value === decoded(segment));
      const [named] = found < 0 ? [] : names.splice(found, 1);
      return named === undefined ? segment : `{${named[0]}}`;
    })
    .join("/");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // the route says 404 or 400
  }
}
