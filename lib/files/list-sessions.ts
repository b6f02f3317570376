import type { EditingSessionListView } from "@/lib/contracts/files";
import type { EditingSessionWriter } from "./editing-session-writer";
import type { EditingSessionRepository } from "./ports";

/** Who has a file open now: on this process as of this moment, on others as they wrote last. */
export async function listSessions(
  deps: { editingSessions: EditingSessionRepository; editingSessionWriter: EditingSessionWriter },
  fileId: number,
): Promise<EditingSessionListView> {
  await deps.editingSessionWriter.write(fileId);
  const sessions = await deps.editingSessions.list(fileId);
  return {
    items: sessions.map((session) => ({
      id: session.connection,
      code_file_id: session.fileId,
      user_id: session.userId,
      username: session.username,
      role: session.role,
      cursor_position: session.cursor,
      last_active: session.lastActive.toISOString(),
    })),
  };
}
