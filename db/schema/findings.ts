import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { time } from "./columns";
import { codeFiles } from "./files";

/** What the assistant found; places are Yjs relative positions, so they move with the text. */
export const findings = pgTable(
  "findings",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    source: text().notNull(),
    rule: text().notNull(),
    category: text().notNull(),
    severity: text().notNull(),
    message: text().notNull(),
    anchor: jsonb().notNull(),
    fix: jsonb(),
    url: text(),
    status: text({ enum: ["open", "applied", "dismissed"] })
      .notNull()
      .default("open"),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [
    index("findings_file").on(t.fileId, t.status),
    check("findings_status", sql`${t.status} in ('open', 'applied', 'dismissed')`),
  ],
);
