import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Drizzle } from "../database";

const rowsSchema = z.array(z.record(z.string(), z.unknown()));
/** postgres.js answers the rows, PGlite an object with them. */
const resultSchema = z.union([rowsSchema, z.object({ rows: rowsSchema }).transform(({ rows }) => rows)]);

/** Rows of a raw statement inside a transaction. */
export async function rowsIn(tx: Drizzle, statement: SQL): Promise<Record<string, unknown>[]> {
  return resultSchema.parse(await tx.execute(statement));
}

/** The values of the first column, as numbers. */
export async function numbersIn(tx: Drizzle, statement: SQL): Promise<number[]> {
  const rows = await rowsIn(tx, statement);
  return rows.map((row) => Number(Object.values(row)[0]));
}

/** When the newest migration of the tables was made, milliseconds since 1970. */
export async function migrationOf(tx: Drizzle): Promise<number> {
  const [migration = 0] = await numbersIn(tx, sql`select max(created_at) from drizzle.__drizzle_migrations`);
  return migration;
}

export const identifiers = (names: readonly string[]): SQL =>
  sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  );
