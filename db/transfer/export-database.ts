import { sql } from "drizzle-orm";
import type { Database, Drizzle } from "../database";
import { endLine, headLine, tableLine } from "./format";
import { identifiers, migrationOf, numbersIn, rowsIn } from "./statements";
import { TRANSFER_TABLES, type TransferTable } from "./tables";

/** So much is read at once, or one row when that is larger: rows of megabytes must not fill the memory. */
const PAGE_BYTES = 1024 * 1024;
const SIZES_AT_ONCE = 1_000;

/**
 * Hands everything in the database to `write` as lines of an export (format.ts), as it was at one moment; answers how
 * many rows there were. `write` resolves when it can take more. On the embedded database everybody else waits meanwhile.
 */
export function exportDatabase(database: Database, write: (text: string) => Promise<void>): Promise<number> {
  return database.db.transaction(
    async (tx) => {
      // Whoever takes the lines may be slow; and rows are written alike whatever the server's settings.
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
      await tx.execute(sql`set local bytea_output = 'hex'`);
      await tx.execute(sql`set local timezone = 'UTC'`);
      await write(headLine(await migrationOf(tx)));
      let rows = 0;
      for (const table of TRANSFER_TABLES) rows += await exportTable(tx, table, write);
      await write(endLine(rows));
      return rows;
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

async function exportTable(
  tx: Drizzle,
  table: TransferTable,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const name = sql.identifier(table.name);
  const order = identifiers(table.key);
  const size = sql.raw(["0", ...table.sizes.map((one) => `coalesce(${one}, 0)`)].join(" + "));
  await write(tableLine(table.name, await lastIdentity(tx, table)));
  await tx.execute(
    sql`declare sizes no scroll cursor for select ${size} as size from ${name} order by ${order}`,
  );
  await tx.execute(
    sql`declare lines no scroll cursor for select row_to_json(t)::text as line from ${name} t order by ${order}`,
  );
  let rows = 0;
  for (;;) {
    const next = await numbersIn(tx, sql.raw(`fetch ${SIZES_AT_ONCE} from sizes`));
    if (next.length === 0) break;
    rows += next.length;
    for (const count of pages(next)) {
      const lines = await rowsIn(tx, sql.raw(`fetch ${count} from lines`));
      await write(lines.map(({ line }) => `${String(line)}\n`).join(""));
    }
  }
  await tx.execute(sql`close all`);
  return rows;
}

/** How many rows to read at a time, by their sizes. */
function* pages(sizes: readonly number[]): Generator<number> {
  let [count, bytes] = [0, 0];
  for (const size of sizes) {
    if (count > 0 && bytes + size > PAGE_BYTES) {
      yield count;
      [count, bytes] = [0, 0];
    }
    count += 1;
    bytes += size;
  }
  if (count > 0) yield count;
}

async function lastIdentity(tx: Drizzle, { name, identity }: TransferTable): Promise<number | null> {
  if (identity === null) return null;
  const [sequence] = await rowsIn(tx, sql`select pg_get_serial_sequence(${name}, ${identity}) as name`);
  const [last] = await numbersIn(
    tx,
    sql`select last_value from ${sql.raw(String(sequence?.name))} where is_called`,
  );
  return last ?? null;
}
