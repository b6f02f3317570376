import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { bytea, time } from "./columns";
import { codeFiles } from "./files";

export const invites = pgTable(
  "invites",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    createdBy: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** SHA-256 of the token; the token itself is kept nowhere. */
    tokenHash: bytea().notNull().unique(),
    role: text({ enum: ["collaborator", "viewer"] }).notNull(),
    /** When set, only the account of this email can accept. */
    email: text(),
    /** The account of `email`, when it existed as the invite was made. */
    userId: integer().references(() => users.id, { onDelete: "cascade" }),
    expiresAt: time().notNull(),
    maxUses: integer(),
    uses: integer().notNull().default(0),
    revokedAt: time(),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [
    index("invites_file").on(t.fileId),
    index("invites_user").on(t.userId),
    check("invites_role", sql`${t.role} in ('collaborator', 'viewer')`),
    check("invites_uses", sql`${t.uses} >= 0 and (${t.maxUses} is null or ${t.uses} <= ${t.maxUses})`),
  ],
);
