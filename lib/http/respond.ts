import { attachmentNamed } from "./content-disposition";

/** A JSON answer. Everything under /api/v1 is about somebody: it is never kept by a cache. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}

export const noContent = (headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 204, headers: { "cache-control": "no-store", ...headers } });

/** A plain text that a browser keeps as a file and never shows. */
export function attachment(name: string, text: string): Response {
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": attachmentNamed(name),
    "cache-control": "no-store",
  };
  return new Response(text, { status: 200, headers });
}
