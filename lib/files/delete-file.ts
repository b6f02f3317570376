import { audit } from "@/lib/audit";
import { AppError, fileNotFound } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import type { FileDeps } from "./create-file";

/** Deletes a file for everyone; open editors are told who did it and closed. */
export async function deleteFile(
  deps: FileDeps & { logger: Logger },
  fileId: number,
  by: { userId: number; username: string },
): Promise<void> {
  const result = await deps.files.delete(fileId, by.userId);
  if (result === "gone") throw fileNotFound();
  if (result === "not-allowed") throw new AppError("forbidden", "Only the owner can delete a file.");
  deps.engine.fileDeleted(fileId, by.username);
  audit(deps.logger, "file deleted", { userId: by.userId, fileId });
}
