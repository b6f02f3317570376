import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { time } from "./columns";

export const users = pgTable(
  "users",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    email: text().notNull(),
    username: text().notNull(),
    passwordHash: text().notNull(),
    isActive: boolean().notNull().default(true),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(sql`lower(${t.email})`),
    uniqueIndex("users_username_unique").on(sql`lower(${t.username})`),
  ],
);

/** One row per sign-in; tokens and cookies carry its id, so that log-out ends what it should. */
export const authSessions = pgTable(
  "auth_sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text({ enum: ["cookie", "bearer"] }).notNull(),
    /** What signed in, as its User-Agent says (lib/auth/client-name.ts). */
    client: text(),
    createdAt: time().notNull().defaultNow(),
    /** Written once a minute at most. */
    lastUsedAt: time().notNull().defaultNow(),
    expiresAt: time().notNull(),
    revokedAt: time(),
  },
  (t) => [
    index("auth_sessions_user").on(t.userId),
    check("auth_sessions_kind", sql`${t.kind} in ('cookie', 'bearer')`),
    check("auth_sessions_client", sql`length(${t.client}) between 1 and 64`),
  ],
);
