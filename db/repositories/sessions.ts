import { and, count, desc, eq, gt, inArray, isNull, lte, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { SessionRepository } from "@/lib/auth/ports";
import { SESSION_USE_EVERY_MS } from "@/lib/contracts/limits";
import type { Database, Drizzle } from "../database";
import { authSessions, users } from "../schema";

const uuidSchema = z.uuid();
const isUuid = (id: string) => uuidSchema.safeParse(id).success;

const isOpen = and(isNull(authSessions.revokedAt), gt(authSessions.expiresAt, sql`now()`));

/** One value and not one for each: it is asked twice a second. */
const isAmong = (ids: readonly string[]) => sql`${authSessions.id} = any(${`{${ids.join(",")}}`}::uuid[])`;

export function createSessionRepository(database: Database): SessionRepository {
  return {
    create: (input) => database.db.transaction((tx) => create(tx, input)),
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
        .where(and(eq(authSessions.id, sessionId), isOpen, eq(users.isActive, true)));
      return row ?? null;
    },
    async liveAmong(sessionIds) {
      const ids = sessionIds.filter(isUuid);
      if (ids.length === 0) return [];
      return database.db
        .select({ id: authSessions.id, username: users.username })
        .from(authSessions)
        .innerJoin(users, eq(users.id, authSessions.userId))
        .where(and(isAmong(ids), isOpen, eq(users.isActive, true)));
    },
    async touch(sessionIds) {
      const ids = sessionIds.filter(isUuid);
      if (ids.length === 0) return;
      const before = sql`now() - make_interval(secs => ${SESSION_USE_EVERY_MS / 1_000})`;
      // It never waits: one that somebody else changes just now is ended, or said to be used.
      const due = database.db
        .select({ id: authSessions.id })
        .from(authSessions)
        .where(and(isAmong(ids), isOpen, lte(authSessions.lastUsedAt, before)))
        .for("no key update", { skipLocked: true });
      await database.db
        .update(authSessions)
        .set({ lastUsedAt: sql`now()` })
        .where(inArray(authSessions.id, due));
    },
    async listLive(userId, limit) {
      const { id, kind, client, createdAt, lastUsedAt, expiresAt } = authSessions;
      const sessions = await database.db
        .select({ id, kind, client, createdAt, lastUsedAt, expiresAt })
        .from(authSessions)
        .where(and(eq(authSessions.userId, userId), isOpen))
        .orderBy(desc(createdAt), desc(id))
        .limit(limit);
      if (sessions.length < limit) return { sessions, total: sessions.length };
      const [counted] = await database.db
        .select({ total: count() })
        .from(authSessions)
        .where(and(eq(authSessions.userId, userId), isOpen));
      return { sessions, total: counted?.total ?? sessions.length };
    },
    async revoke(sessionId, userId) {
      if (!isUuid(sessionId)) return null;
      const [session] = await database.db
        .update(authSessions)
        .set({ revokedAt: sql`now()` })
        .where(
          and(
            eq(authSessions.id, sessionId),
            isNull(authSessions.revokedAt),
            userId === undefined ? undefined : eq(authSessions.userId, userId),
          ),
        )
        .returning({ userId: authSessions.userId });
      return session?.userId ?? null;
    },
    revokeOthers: (userId, keepSession) => revokeAllBut(database.db, userId, keepSession),
  };
}

async function create(
  tx: Drizzle,
  { passwordHash, ...session }: Parameters<SessionRepository["create"]>[0],
): Promise<{ id: string } | null> {
  // Locked until the session is there: who changes the password meanwhile waits, and then ends it.
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, session.userId), eq(users.passwordHash, passwordHash), eq(users.isActive, true)))
    .for("share");
  if (user === undefined) return null;
  const [created] = await tx.insert(authSessions).values(session).returning({ id: authSessions.id });
  if (created === undefined) throw new Error("an insert returned no row");
  return created;
}

/** Ends the account's sessions, all or all but one; answers which. */
export async function revokeAllBut(
  db: Drizzle,
  userId: number,
  keepSession: string | undefined,
): Promise<string[]> {
  const ended = await db
    .update(authSessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(authSessions.userId, userId),
        isOpen,
        keepSession === undefined ? undefined : ne(authSessions.id, keepSession),
      ),
    )
    .returning({ id: authSessions.id });
  return ended.map(({ id }) => id);
}
