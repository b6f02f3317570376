import type { FileItemView, FileView, ListedFileView } from "@/lib/contracts/files";
import type { FileWithRole, ListedFile } from "./ports";

/** A file without its text, field by field as it leaves the server. */
export function presentFileItem(file: FileWithRole): FileItemView {
  return {
    id: file.id,
    name: file.name,
    language: file.language,
    version: file.version,
    owner_id: file.ownerId,
    role: file.role,
    created_at: file.createdAt.toISOString(),
    updated_at: file.updatedAt.toISOString(),
  };
}

/** The same with the name of its owner, as lists say it. */
export const presentListedFile = (file: ListedFile): ListedFileView => ({
  ...presentFileItem(file),
  owner_username: file.ownerName,
});

export function presentFile(file: FileWithRole, content: string): FileView {
  return { ...presentFileItem(file), content };
}
