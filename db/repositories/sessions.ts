import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { SessionRepository } from "@/lib/auth/ports";
import type { Database } from "../database";
import { authSessions, users } from "../schema";

const isUuid = (id: string) => z.uuid().safeParse(id).success;

export function createSessionRepository(database: Database): SessionRepository {
  return {
    async create(input) {
      const [session] = await database.db
        .insert(authSessions)
        .values(input)
        .returning({ id: authSessions.id });
      if (session === undefined) throw new Error("an insert returned no row");
      return session;
    },
    async findLive(sessionId) {
      if (!isUuid(sessionId)) return null;
      const [row] = await database.db
        .select({
          kind: authSessions.kind,
          expiresAt: authSessions.expiresAt,
          user: {
            id: users.id,
            email: users.email,
            username: users.username,
            isActive: users.isActive,
            createdAt: users.createdAt,
          },
        })
        .from(authSessions)
        .innerJoin(users, eq(users.id, authSessions.userId))
        .where(
          and(
            eq(authSessions.id, sessionId),
            isNull(authSessions.revokedAt),
            gt(authSessions.expiresAt, sql`now()`),
            eq(users.isActive, true),
          ),
        );
      return row ?? null;
    },
    async revoke(sessionId) {
      if (!isUuid(sessionId)) return null;
      const [session] = await database.db
        .update(authSessions)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(authSessions.id, sessionId), isNull(authSessions.revokedAt)))
        .returning({ userId: authSessions.userId });
      return session?.userId ?? null;
    },
  };
}
