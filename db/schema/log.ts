import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
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

/** Named points of a file's history. */
export const fileVersions = pgTable(
  "file_versions",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    fileId: integer()
      .notNull()
      .references(() => codeFiles.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).notNull(),
    label: text().notNull(),
    userId: integer()
      .notNull()
      .references(() => users.id),
    createdAt: time().notNull().defaultNow(),
  },
  (t) => [index("file_versions_file").on(t.fileId, t.seq)],
);
