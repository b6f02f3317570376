import type { FileItemView, FileView } from "@/lib/contracts/files";
import type { FileWithRole } from "./ports";

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

export function presentFile(file: FileWithRole, content: string): FileView {
  return { ...presentFileItem(file), content };
}
