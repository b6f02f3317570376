import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { time } from "./columns";
import { codeFiles } from "./files";

/** What was found in a file; places are Yjs relative positions, so they move with the text. */
export const findings = pgTable(
  "findings",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    /** The same in each analysis, so that ids and dismissals last. */
    key: text().notNull(),
    /** The run of the model that found it; null: an analyser. */
    run: integer(),
    /** The version of the text at which it was found, or was given its status. */
    seq: bigint({ mode: "number" }).notNull(),
    source: text().notNull(),
    rule: text().notNull(),
    category: text({ enum: ["error", "bug", "performance", "security", "style"] }).notNull(),
    severity: text({ enum: ["error", "warning", "info", "hint"] }).notNull(),
    message: text().notNull(),
    anchor: jsonb().$type<{ start: unknown; end: unknown }>().notNull(),
    /** Hash of the text between the anchors. */
    textHash: text().notNull(),
    fix: jsonb().$type<StoredFix>(),
    url: text(),
    status: text({ enum: ["open", "applied", "dismissed"] })
      .notNull()
      .default("open"),
    /** The name of who applied it; null: it is not applied. */
    appliedBy: text(),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("findings_key").on(t.fileId, t.key).where(sql`${t.run} is null`),
    index("findings_file").on(t.fileId),
    check("findings_status", sql`${t.status} in ('open', 'applied', 'dismissed')`),
  ],
);

interface StoredFix {
  title: string;
  edits: { anchor: { start: unknown; end: unknown }; replaces: string; text: string }[];
}

/** How far a file was analysed. Its row is the lock of the file's findings. */
export const fileAnalyses = pgTable("file_analyses", {
  fileId: integer()
    .primaryKey()
    .references(() => codeFiles.id, { onDelete: "cascade" }),
  /** The version of the text; null: none was analysed yet. */
  seq: bigint({ mode: "number" }),
  /** Language and name that it was analysed as. */
  analyzedAs: text(),
  analyzedAt: time(),
  /** Analysers that did not come to an end. */
  missing: jsonb().$type<string[]>().notNull().default([]),
  /** Grows with each change of the file's findings. */
  revision: integer().notNull().default(0),
});
