import { and, asc, eq, sql } from "drizzle-orm";
import { EDITING_SESSION_STALE_MS } from "@/lib/contracts/limits";
import type { EditingSessionRepository } from "@/lib/files/ports";
import type { Database } from "../database";
import { editingSessions, fileMembers, users } from "../schema";

const staleBefore = sql`clock_timestamp() - ${EDITING_SESSION_STALE_MS} * interval '1 millisecond'`;

export function createEditingSessionRepository(database: Database): EditingSessionRepository {
  return {
    async write(sessions) {
      const rows = sessions.map(({ connection, fileId, userId, cursor }) => ({
        connection,
        file_id: fileId,
        user_id: userId,
        cursor,
      }));
      await database.rows(sql`
        insert into editing_sessions (file_id, user_id, connection, role, cursor_position, last_active)
        select s.file_id, s.user_id, s.connection, m.role, s.cursor, clock_timestamp()
        from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
          as s (file_id integer, user_id integer, connection text, cursor jsonb)
        join file_members m on m.file_id = s.file_id and m.user_id = s.user_id
        on conflict (file_id, connection) do update
        set role = excluded.role, cursor_position = excluded.cursor_position, last_active = excluded.last_active`);
    },
    async remove(sessions) {
      const rows = sessions.map(({ connection, fileId }) => ({ connection, file_id: fileId }));
      await database.rows(sql`
        delete from editing_sessions e
        using jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as s (file_id integer, connection text)
        where e.file_id = s.file_id and e.connection = s.connection`);
    },
    async removeStale() {
      // Locked ones are being written just now.
      await database.rows(sql`
        delete from editing_sessions where (file_id, connection) in (
          select file_id, connection from editing_sessions where last_active < ${staleBefore} for update skip locked
        )`);
    },
    list: (fileId) =>
      database.db
        .select({
          connection: editingSessions.connection,
          fileId: editingSessions.fileId,
          userId: editingSessions.userId,
          username: users.username,
          role: fileMembers.role,
          cursor: editingSessions.cursorPosition,
          lastActive: editingSessions.lastActive,
        })
        .from(editingSessions)
        .innerJoin(users, eq(users.id, editingSessions.userId))
        .innerJoin(
          fileMembers,
          and(eq(fileMembers.fileId, editingSessions.fileId), eq(fileMembers.userId, editingSessions.userId)),
        )
        .where(and(eq(editingSessions.fileId, fileId), sql`${editingSessions.lastActive} >= ${staleBefore}`))
        .orderBy(asc(users.username), asc(editingSessions.connection)),
  };
}
