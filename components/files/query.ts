import { SEARCH_MAX } from "@/lib/contracts/limits";

/** Which files are shown: whose, and what their names hold. */
export type Show = "all" | "yours" | "shared";
export interface FilesQuery {
  show: Show;
  q: string;
}

/** What the page's address asks for; what it does not know is left out. */
export function readQuery(params: Record<string, string | string[] | undefined>): FilesQuery {
  const show = params.show === "yours" || params.show === "shared" ? params.show : "all";
  const q = typeof params.q === "string" ? params.q.slice(0, SEARCH_MAX) : "";
  return { show, q };
}

/** The page's address for it. */
export function addressOf({ show, q }: FilesQuery): string {
  const params = new URLSearchParams();
  if (show !== "all") params.set("show", show);
  if (q !== "") params.set("q", q);
  return params.size === 0 ? "/" : `/?${params}`;
}

/** The same as the parameters of GET /files. */
export function listParams({ show, q }: FilesQuery): { role?: string; q?: string } {
  return {
    ...(show === "yours" && { role: "owner" }),
    ...(show === "shared" && { role: "collaborator,viewer" }),
    ...(q.trim() !== "" && { q: q.trim() }),
  };
}
