import { is } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import * as schema from "../schema";

/** What an export needs to know of a table. Names as in the database. */
export interface TransferTable {
  name: string;
  /** Columns of its primary key: the order of its rows. */
  key: string[];
  /** SQL that tells how many bytes of text a value has, for each column whose values may be large. */
  sizes: string[];
  /** The column that hands out its own numbers. */
  identity: string | null;
}

/** By type; of a text or bytea this reads the length alone, not the value. */
const SIZES: Record<string, (column: string) => string> = {
  text: (column) => `octet_length("${column}")`,
  bytea: (column) => `octet_length("${column}") * 2`,
  jsonb: (column) => `octet_length("${column}"::text)`,
};

/** Every table of the schema, each after those it refers to. */
export const TRANSFER_TABLES: readonly TransferTable[] = inOrder(
  Object.values(schema).filter((table) => is(table, PgTable)),
).map(describe);

function inOrder(tables: PgTable[]): PgTable[] {
  const ordered = new Set<PgTable>();
  const visit = (table: PgTable) => {
    if (ordered.has(table)) return;
    for (const { reference } of getTableConfig(table).foreignKeys) {
      const { foreignTable } = reference();
      if (foreignTable !== table) visit(foreignTable);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}

function describe(table: PgTable): TransferTable {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const names = (chosen: readonly { name: string }[]) => chosen.map((column) => toSnakeCase(column.name));
  const key = [...columns.filter(({ primary }) => primary), ...primaryKeys.flatMap((one) => one.columns)];
  const [identity = null] = names(columns.filter(({ generatedIdentity }) => generatedIdentity));
  return {
    name,
    key: names(key),
    sizes: columns.flatMap((column) => SIZES[column.getSQLType()]?.(toSnakeCase(column.name)) ?? []),
    identity,
  };
}
