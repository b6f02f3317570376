import type { VersionView } from "@/lib/contracts/history";
import type { CountedVersion } from "./count-changes";

/** A version without its text, field by field as it leaves the server. */
export const presentVersion = ({ id, createdAt, authors, label, changes }: CountedVersion): VersionView => ({
  id,
  created_at: createdAt.toISOString(),
  authors: authors.map((author) => ({ id: author.id, username: author.username })),
  label,
  added: changes.added,
  removed: changes.removed,
});
