import { z } from "zod";

/**
 * An export: lines of UTF-8, compressed by gzip. Lists are ours, objects are rows as PostgreSQL itself writes and reads
 * them (`row_to_json`, `json_populate_recordset`), so that no value passes through JavaScript. The first line says what
 * it is, a line before each table's rows whose they are, the last one how many rows there were: a file that was cut short
 * is told from a whole one.
 */
const FORMAT = "tandem-export";
const VERSION = 1;

/** `migration`: when the newest migration of the exported tables was made (milliseconds since 1970). */
const headSchema = z.tuple([
  z.literal(FORMAT),
  z.literal(VERSION),
  z.object({ migration: z.number(), made_at: z.iso.datetime() }),
]);
/** `last`: the last number that the table's identity gave out; null: none yet, or it has no identity. */
const tableSchema = z.tuple([z.literal("table"), z.string(), z.object({ last: z.number().nullable() })]);
const endSchema = z.tuple([z.literal("end"), z.object({ rows: z.number() })]);

export const headLine = (migration: number): string =>
  line([FORMAT, VERSION, { migration, made_at: new Date().toISOString() }]);
export const tableLine = (name: string, last: number | null): string => line(["table", name, { last }]);
export const endLine = (rows: number): string => line(["end", { rows }]);

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

export type ReadLine =
  | { kind: "head"; migration: number }
  | { kind: "table"; name: string; last: number | null }
  | { kind: "row"; json: string }
  | { kind: "end"; rows: number };

const markSchema = z.union([headSchema, tableSchema, endSchema]);

/** What a line is; null: no line of an export. A row's JSON is left to the database. */
export function readLine(text: string): ReadLine | null {
  if (text.startsWith("{")) return { kind: "row", json: text };
  if (!text.startsWith("[")) return null;
  const parsed = markSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const [mark] = parsed.data;
  if (mark === FORMAT) return { kind: "head", migration: parsed.data[2].migration };
  if (mark === "table") return { kind: "table", name: parsed.data[1], last: parsed.data[2].last };
  return { kind: "end", rows: parsed.data[1].rows };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says no
  }
}
