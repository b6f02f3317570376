import { integer, jsonb, pgTable } from "drizzle-orm/pg-core";
import { time } from "./columns";
import { codeFiles } from "./files";

/** The last run of each file's code, with what it has printed. Its row is the lock of the file's runs. */
export const codeRuns = pgTable("code_runs", {
  fileId: integer()
    .primaryKey()
    .references(() => codeFiles.id, { onDelete: "cascade" }),
  /** As everybody in the file is told of it; null: none yet. */
  run: jsonb(),
  /** When the page that executes it was last heard of. */
  heardAt: time().notNull().defaultNow(),
});
