import type { ListFilesQuery } from "@/lib/contracts/files";
import { decodeCursor, encodeCursor } from "./cursor";
import type { FileRepository, ListedFile } from "./ports";

/** One page of the files a person owns or shares, newest change first. */
export async function listFiles(
  deps: { files: FileRepository },
  userId: number,
  query: ListFilesQuery,
): Promise<{ files: ListedFile[]; nextCursor: string | null }> {
  // No name holds a NUL, and no database takes one in a text.
  if (query.q?.includes("\0")) return { files: [], nextCursor: null };
  const files = await deps.files.listForUser({
    userId,
    limit: query.limit + 1, // one more than asked: whether there is a next page
    after: query.cursor === undefined ? null : decodeCursor(query.cursor),
    q: query.q === undefined || query.q === "" ? null : query.q,
    roles: query.role ?? null,
  });
  const page = files.slice(0, query.limit);
  const last = page.at(-1);
  return {
    files: page,
    nextCursor: files.length > query.limit && last !== undefined ? encodeCursor(last) : null,
  };
}
