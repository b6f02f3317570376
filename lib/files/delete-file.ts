import { audit } from "@/lib/audit";
import type { Logger } from "@/lib/logger";
import type { FileDeps } from "./create-file";

/** Deletes a file for everyone; open editors are told who did it and closed. */
export async function deleteFile(
  deps: FileDeps & { logger: Logger },
  fileId: number,
  by: { userId: number; username: string },
): Promise<void> {
  await deps.files.delete(fileId, by.userId);
  deps.engine.fileDeleted(fileId, by.username);
  audit(deps.logger, "file deleted", { userId: by.userId, fileId });
}
