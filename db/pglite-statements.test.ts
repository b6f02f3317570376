import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { keepStatements, STATEMENTS_MAX } from "./pglite-statements";

let plain: PGlite;
let kept: PGlite;

beforeAll(async () => {
  [plain, kept] = await Promise.all([PGlite.create(), PGlite.create()]);
  keepStatements(kept);
});
afterAll(() => Promise.all([plain.close(), kept.close()]));
beforeEach(async () => {
  for (const client of [plain, kept]) {
    await client.exec(`
      drop table if exists things;
      create table things (id int primary key, name text not null, data jsonb, bytes bytea, at timestamptz)`);
  }
});

const INSERT = "insert into things (id, name, data, bytes, at) values ($1, $2, $3, $4, $5)";
const AT = new Date("2026-01-02T03:04:05.678Z");
const names = async () => (await kept.query<{ name: string }>("select name from things order by id")).rows;
const preparedNow = async () => (await kept.query("select 1 from pg_prepared_statements")).rows.length;

test("answers are those of PGlite's own query: types, nulls, both row modes, counts, no rows, no columns", async () => {
  const asked: [text: string, params?: unknown[], options?: { rowMode: "array" | "object" }][] = [
    [INSERT, [1, "päron 🍐\r\n", { a: [1, null, "x"] }, new Uint8Array([0, 255, 7]), AT]],
    [INSERT, [2, "", null, null, undefined]],
    [INSERT, [3, "null in json", "null", null, null]],
    ["select * from things order by id"],
    ["select * from things order by id", [], { rowMode: "array" }],
    [
      "select id, 1::bigint as big, 1.5::numeric as n, array[1, 2] as list, true as yes from things where id = any($1)",
      [[1, 2]],
    ],
    ["select 'null'::jsonb as json"],
    ["select * from things where id = $1", [99]],
    ["update things set name = $1", ["all"]],
    ["delete from things where id > $1 returning id", [1]],
    ["insert into things (id, name) values ($1, $2) on conflict do nothing", [1, "again"]],
    ["create index on things (name)"],
    ["select"],
    [""],
  ];
  for (let round = 0; round < 2; round += 1) {
    for (const [text, params, options] of asked) {
      const { rows, fields, affectedRows } = await plain.query(text, params, options);
      const answer = await kept.query(text, params, options).catch((error: unknown) => error);
      expect.soft(answer, text).toEqual({ rows, fields, affectedRows });
    }
    for (const client of [plain, kept]) await client.exec("delete from things");
  }
});

test("a statement that fails, on parsing, binding or running, fails alone and with PostgreSQL's code", async () => {
  const values = [1, "one", null, null, null];
  const failing: [text: string, params: unknown[], code: string][] = [
    ["selec 1", [], "42601"],
    ["select * from nowhere", [], "42P01"],
    [INSERT, ["no number", "", null, null, null], "22P02"],
    [INSERT, values, "23505"],
    [INSERT, [2, null, null, null, null], "23502"],
    ["select 1 / ($1::int)", [0], "22012"],
    ["select $1::int", [], "08P01"],
  ];
  await kept.query(INSERT, values);
  for (let round = 0; round < 2; round += 1) {
    for (const [text, params, code] of failing) {
      await expect(kept.query(text, params), text).rejects.toMatchObject({ code });
      expect(await names()).toEqual([{ name: "one" }]);
    }
  }
});

test("nothing runs inside somebody else's open transaction, and what is rolled back leaves no trace", async () => {
  let outside: Promise<{ name: string }[]> | undefined;
  await expect(
    kept.transaction(async (tx) => {
      await tx.query(INSERT, [1, "unseen", null, null, null]);
      outside = names();
      await new Promise(setImmediate);
      expect((await tx.query("select name from things")).rows).toEqual([{ name: "unseen" }]);
      await tx.query(INSERT, [1, "double", null, null, null]);
    }),
  ).rejects.toMatchObject({ code: "23505" });
  expect(await outside).toEqual([]);
  await kept.query(INSERT, [1, "seen", null, null, null]); // prepared in what was rolled back, and good still
  expect(await names()).toEqual([{ name: "seen" }]);
});

test("a transaction that is over answers no more", async () => {
  const over = await kept.transaction(async (tx) => tx);
  await expect(over.query("select 1")).rejects.toThrow("Transaction is closed");
});

test("as many are kept as may be: the one that was not used for longest goes, and comes back when asked", async () => {
  const numbered = (n: number) => kept.query<{ n: number }>(`select ${n}::int as n`);
  for (let n = 0; n < STATEMENTS_MAX + 20; n += 1) {
    expect((await numbered(n)).rows).toEqual([{ n }]);
    expect((await numbered(0)).rows).toEqual([{ n: 0 }]);
  }
  expect(await preparedNow()).toBe(STATEMENTS_MAX);
  const zero =
    "select count(*)::int as n from pg_prepared_statements where statement like 'select % as n' and statement = $1";
  expect((await kept.query(zero, ["select 0::int as n"])).rows).toEqual([{ n: 1 }]);
  expect((await kept.query(zero, ["select 1::int as n"])).rows).toEqual([{ n: 0 }]);
  expect((await numbered(1)).rows).toEqual([{ n: 1 }]);
});
