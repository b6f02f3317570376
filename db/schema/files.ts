import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { time } from "./columns";

export const codeFiles = pgTable(
  "code_files",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    ownerId: integer()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    language: text().notNull(),
    /** Grows with each change of name or language; part of the ETag. */
    metaVersion: integer().notNull().default(1),
    /** The text as of `contentSeq`, for lists and search; the log is the truth. */
    content: text().notNull().default(""),
    contentSeq: bigint({ mode: "number" }).notNull().default(0),
    size: integer().notNull().default(0),
    eol: text({ enum: ["\n", "\r\n", "\r"] })
      .notNull()
      .default("\n"),
    createdAt: time().notNull().defaultNow(),
    updatedAt: time().notNull().defaultNow(),
  },
  (t) => [
    index("code_files_owner").on(t.ownerId),
    check("code_files_name", sql`length(${t.name}) between 1 and 255`),
  ],
);

/** Who may do what in a file. The owner has a row too; there is exactly one. */
export const fileMembers = pgTable(
  "file_members",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text({ enum: ["owner", "collaborator", "viewer"] }).notNull(),
    joinedAt: time().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.fileId, t.userId] }),
    index("file_members_user").on(t.userId),
    uniqueIndex("file_members_owner").on(t.fileId).where(sql`${t.role} = 'owner'`),
    check("file_members_role", sql`${t.role} in ('owner', 'collaborator', 'viewer')`),
  ],
);

/** Who was a member and is not now: removed, or left. Whoever joins again has no row here any more. */
export const formerMembers = pgTable(
  "former_members",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Oneself: left. Null: nobody knows any more. */
    endedBy: integer().references(() => users.id, { onDelete: "set null" }),
    endedAt: time().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.userId] }), index("former_members_user").on(t.userId)],
);
