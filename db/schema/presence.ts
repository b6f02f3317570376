import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { time } from "./columns";
import { codeFiles } from "./files";

/** Who is in which file, by live connection; written in batches, stale after 60 s. */
export const editingSessions = pgTable(
  "editing_sessions",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    connection: text().notNull(),
    role: text({ enum: ["owner", "collaborator", "viewer"] }).notNull(),
    cursorPosition: jsonb().$type<{ line: number; column: number }>(),
    lastActive: time().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.fileId, t.connection] }),
    index("editing_sessions_active").on(t.lastActive),
  ],
);
