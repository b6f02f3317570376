import { sql } from "drizzle-orm";
import { AppError } from "@/lib/errors";
import type { Database, Drizzle } from "../database";
import { databaseCode } from "../errors";
import { type ReadLine, readLine } from "./format";
import { identifiers, migrationOf, numbersIn } from "./statements";
import { TRANSFER_TABLES, type TransferTable } from "./tables";

const BATCH_BYTES = 1024 * 1024;
const BATCH_ROWS = 1_000;
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Reads the lines of an export into an empty database, all of them or none; answers how many rows there were. Throws
 * `conflict` when the database is not empty or the export was made by another version, `bad_request` when the lines are
 * no whole export.
 *
 * Every file gets a new epoch (I7): what browsers keep of the exported database may know more, or other things, than the
 * export does, and must not be merged into it by itself.
 */
export async function importDatabase(database: Database, lines: AsyncIterable<string>): Promise<number> {
  try {
    return await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
      await tx.execute(sql`set local lock_timeout = '5s'`);
      // Nobody writes meanwhile, and whoever began before is waited for.
      await tx.execute(
        sql`lock table ${identifiers(TRANSFER_TABLES.map(({ name }) => name))} in exclusive mode`,
      );
      await requireEmpty(tx);
      const rows = await importLines(tx, lines);
      await tx.execute(sql`update file_heads set epoch = gen_random_uuid()`);
      return rows;
    });
  } catch (error) {
    const code = databaseCode(error) ?? "";
    if (code === LOCK_NOT_AVAILABLE)
      throw new AppError("conflict", "The database is being written to: stop Tandem and try again.");
    // Classes 22 and 23: what a row holds does not fit its table.
    if (/^2[23]/.test(code)) throw damaged(error);
    throw error;
  }
}

async function requireEmpty(tx: Drizzle): Promise<void> {
  for (const { name } of TRANSFER_TABLES) {
    const found = await numbersIn(tx, sql`select 1 from ${sql.identifier(name)} limit 1`);
    if (found.length === 0) continue;
    throw new AppError(
      "conflict",
      `The database is not empty (there are rows in ${name}), and an import needs an empty one. Nothing was changed.`,
    );
  }
}

async function importLines(tx: Drizzle, lines: AsyncIterable<string>): Promise<number> {
  const state: ImportState = {
    table: null,
    batch: [],
    bytes: 0,
    rows: 0,
    left: new Set(TRANSFER_TABLES),
    phase: "head",
  };
  for await (const text of lines) {
    const line = readLine(text);
    if (line === null || state.phase === "end") throw damaged();
    await take(tx, state, line);
  }
  if (state.phase !== "end") throw damaged();
  return state.rows;
}

interface ImportState {
  phase: "head" | "rows" | "end";
  table: TransferTable | null;
  /** Tables whose rows are to come. */
  left: Set<TransferTable>;
  batch: string[];
  bytes: number;
  rows: number;
}

async function take(tx: Drizzle, state: ImportState, line: ReadLine): Promise<void> {
  if ((line.kind === "head") !== (state.phase === "head")) throw damaged();
  switch (line.kind) {
    case "head":
      await requireSameTables(tx, line.migration);
      state.phase = "rows";
      break;
    case "table":
      await flush(tx, state);
      state.table = [...state.left].find(({ name }) => name === line.name) ?? null;
      if (state.table === null) throw damaged();
      state.left.delete(state.table);
      if (line.last !== null) await continueIdentity(tx, state.table, line.last);
      break;
    case "row":
      state.batch.push(line.json);
      state.bytes += line.json.length;
      state.rows += 1;
      if (state.batch.length >= BATCH_ROWS || state.bytes >= BATCH_BYTES) await flush(tx, state);
      break;
    case "end":
      await flush(tx, state);
      if (line.rows !== state.rows || state.left.size > 0) throw damaged();
      state.phase = "end";
  }
}

async function requireSameTables(tx: Drizzle, migration: number): Promise<void> {
  if (migration === (await migrationOf(tx))) return;
  throw new AppError(
    "conflict",
    "The export was made by a version of Tandem with other tables. Import it with that version, then start this one.",
  );
}

async function flush(tx: Drizzle, state: ImportState): Promise<void> {
  if (state.batch.length === 0) return;
  if (state.table === null) throw damaged();
  const table = sql.identifier(state.table.name);
  const rows = `[${state.batch.join(",")}]`;
  await tx.execute(
    sql`insert into ${table} overriding system value
      select * from json_populate_recordset(null::${table}, ${rows}::text::json)`,
  );
  state.batch = [];
  state.bytes = 0;
}

/** Numbers that were given out are not given out again, also where what had them is gone. */
async function continueIdentity(tx: Drizzle, { name, identity }: TransferTable, last: number): Promise<void> {
  if (identity === null) throw damaged();
  await tx.execute(sql`select setval(pg_get_serial_sequence(${name}, ${identity}), ${last}::bigint)`);
}

const damaged = (cause?: unknown): AppError =>
  new AppError(
    "bad_request",
    "The file is no export of Tandem, or it is damaged or cut short. Nothing was changed.",
    {
      cause,
    },
  );
