import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { time } from "./columns";
import { codeFiles } from "./files";

/** Questions to the model and its answers: the chat of each file, of which the newest are kept. */
export const assistRuns = pgTable(
  "assist_runs",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    action: text({ enum: ["review", "explain", "fix", "optimize", "ask"] }).notNull(),
    question: text(),
    selection: jsonb(),
    model: text().notNull(),
    /** First and last lines of what the model was given. */
    read: jsonb().notNull(),
    status: text({ enum: ["running", "done", "stopped", "failed"] }).notNull(),
    text: text().notNull().default(""),
    findingIds: jsonb().notNull().default([]),
    /** Null: nothing is known of what it cost. */
    inputTokens: integer(),
    outputTokens: integer(),
    usageEstimated: boolean().notNull().default(false),
    detail: text(),
    /** Of all that the answer depends on: where it is the same again, so is the answer. */
    key: text().notNull(),
    startedAt: time().notNull().defaultNow(),
    /** While it runs: a process that does not renew this has ended, and the run with it. */
    leaseUntil: time(),
    /** Who wants it stopped: the process that runs it may be another one. */
    stopRequestedBy: text(),
  },
  (t) => [
    uniqueIndex("assist_runs_running").on(t.fileId).where(sql`${t.status} = 'running'`),
    index("assist_runs_file").on(t.fileId, t.id),
    check("assist_runs_status", sql`${t.status} in ('running', 'done', 'stopped', 'failed')`),
    check("assist_runs_action", sql`${t.action} in ('review', 'explain', 'fix', 'optimize', 'ask')`),
    check("assist_runs_lease", sql`(${t.status} = 'running') = (${t.leaseUntil} is not null)`),
  ],
);

/** What runs of the last day cost, for quotas: it outlives a deleted file, whose questions count all the same. */
export const assistCosts = pgTable(
  "assist_costs",
  {
    runId: integer().primaryKey(),
    fileId: integer().notNull(),
    userId: integer().notNull(),
    startedAt: time().notNull().defaultNow(),
    /** Of question and answer; while it runs, the most it may cost. */
    tokens: bigint({ mode: "number" }).notNull(),
  },
  (t) => [index("assist_costs_started").on(t.startedAt)],
);

/** Files whose owner has set whether the model may be asked; without a row it may. */
export const assistSwitches = pgTable("assist_switches", {
  fileId: integer()
    .primaryKey()
    .references(() => codeFiles.id, { onDelete: "cascade" }),
  enabled: boolean().notNull(),
});
