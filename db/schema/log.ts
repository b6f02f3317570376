import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { bytea, time } from "./columns";
import { codeFiles } from "./files";

/** Where each file's log ends. A table of its own: renames and the text copy neither lock nor bloat it. */
export const fileHeads = pgTable("file_heads", {
  fileId: integer()
    .primaryKey()
    .references(() => codeFiles.id, { onDelete: "cascade" }),
  headSeq: bigint({ mode: "number" }).notNull().default(0),
  /** A new one when the log was replaced (a restored backup): older copies must not be merged into it. */
  epoch: uuid().notNull().defaultRandom(),
  changedAt: time().notNull().defaultNow(),
});

/** The log: one row per committed update, numbered densely per file. No row is ever dropped. */
export const fileUpdates = pgTable(
  "file_updates",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id),
    update: bytea().notNull(),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.seq] })],
);

export const fileSnapshots = pgTable(
  "file_snapshots",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    state: bytea().notNull(),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.seq] })],
);

/** Which account a Yjs client id belongs to in a file: the one that first showed it (I8). */
export const fileClients = pgTable(
  "file_clients",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    clientId: bigint({ mode: "number" }).notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.clientId] }), index("file_clients_user").on(t.fileId, t.userId)],
);

/**
 * States between the snapshots, which are kept of the newest text only: no point of the history is a long replay away.
 * Written when history is read.
 */
export const fileCheckpoints = pgTable(
  "file_checkpoints",
  {
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    state: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.seq] })],
);

/**
 * Points of a file's history, each for good: those that were named, and the ends of groups of rows (lib/history). A group
 * that still grows has one for every end at which it was looked at.
 */
export const fileVersions = pgTable(
  "file_versions",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    /** Null: the end of a group. */
    label: text(),
    /** Who named it; of a group, who wrote last. */
    userId: integer()
      .notNull()
      .references(() => users.id),
    /** Accounts that wrote in the group, in the order in which they began; of a named point, who named it. */
    authors: integer().array().notNull().default([]),
    /** Where the version before stands. */
    fromSeq: bigint({ mode: "number" }).notNull().default(0),
    /** The group goes no further than this. */
    closed: boolean().notNull().default(true),
    /** Lines against the version before; null: not counted yet. */
    added: integer(),
    removed: integer(),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [
    index("file_versions_file").on(t.fileId, t.seq),
    uniqueIndex("file_versions_group").on(t.fileId, t.seq).where(sql`${t.label} is null`),
  ],
);
