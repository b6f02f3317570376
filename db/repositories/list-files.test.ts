import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ListFilesQuery } from "@/lib/contracts/files";
import { listFiles } from "@/lib/files/list-files";
import { createLogger } from "@/lib/logger";
import { createDatabase } from "@/test-support/postgres-database";
import { CASING, type Database } from "../database";
import { openPostgres, SESSION_SETTINGS } from "../postgres";
import * as schema from "../schema";
import { createFileRepository } from "./files";

/** The list of a thousand files among fifty thousand: what PostgreSQL is really asked, and how it finds it. */

const MINE = 1_000;
const OF_OTHERS = 49_000;

let base: Database;
let asked: { statement: string; parameters: unknown[] }[];
let watched: postgres.Sql;
let drop: () => Promise<void>;
let userId: number;

beforeAll(async () => {
  const created = await createDatabase();
  drop = created.drop;
  base = await openPostgres(created.url, createLogger("silent"));
  const people = await base.rows(sql`
    insert into users (email, username, password_hash)
    values ('me@example.com', 'me', 'h'), ('them@example.com', 'them', 'h') returning id`);
  const [me, them] = people.map(({ id }) => Number(id));
  userId = me ?? 0;
  // A third of mine are shared with me by others.
  await base.rows(sql`
    with made as (
      insert into code_files (owner_id, name, language, content, updated_at)
      select case when n <= ${MINE} and n % 3 > 0 then ${me}::int else ${them}::int end,
        'file ' || n, 'plaintext', repeat('x', 2000), now() - n * interval '1 minute'
      from generate_series(1, ${MINE + OF_OTHERS}) n returning id, owner_id, name
    ), heads as (
      insert into file_heads (file_id, changed_at) select id, now() - interval '1 year' from made
    ), owners as (
      insert into file_members (file_id, user_id, role) select id, owner_id, 'owner' from made
    )
    insert into file_members (file_id, user_id, role)
    select id, ${me}::int, 'viewer' from made
    where owner_id <> ${me}::int and split_part(name, ' ', 2)::int <= ${MINE}`);
  await base.rows(sql`
    insert into users (email, username, password_hash)
    select n || '@example.com', 'one-of-many-' || n, 'h' from generate_series(1, 5000) n`);
  await base.rows(sql`analyze`);
  asked = [];
  watched = postgres(created.url, {
    max: 1,
    fetch_types: false,
    connection: SESSION_SETTINGS,
    debug: (_connection, statement, parameters) => void asked.push({ statement, parameters }),
  });
}, 120_000);
afterAll(async () => {
  await watched.end();
  await base.close();
  await drop();
});

async function list(query: Partial<ListFilesQuery>) {
  const db = drizzle(watched, { schema, casing: CASING });
  return listFiles({ files: createFileRepository({ ...base, db }) }, userId, { limit: 200, ...query });
}

test.each<[string, Partial<ListFilesQuery>, number]>([
  ["all", {}, MINE],
  ["by role", { role: ["collaborator", "viewer"] }, 333],
  ["by name", { q: "FILE 99" }, 11],
  ["by both", { q: "le 1", role: ["owner"] }, 76],
])("%s: one statement a page, and one index for whose files they are", async (_name, query, expected) => {
  asked.length = 0;
  const names: string[] = [];
  const owners = new Set<string>();
  let pages = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    pages += 1;
    names.push(...page.files.map(({ name }) => name));
    for (const { role, ownerName } of page.files) owners.add(`${role}: ${ownerName}`);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(names).toHaveLength(expected);
  expect(new Set(names).size).toBe(expected);
  for (const owner of owners) expect(["owner: me", "viewer: them"]).toContain(owner);
  const numbers = names.map((name) => Number(name.split(" ")[1]));
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b)); // newest change first
  const statements = asked.filter(({ statement }) => /file_members/.test(statement));
  expect(asked).toHaveLength(pages);
  expect(statements).toHaveLength(pages);
  for (const { statement, parameters } of statements) {
    expect(statement).not.toMatch(/"content"|\*/);
    const values = parameters as postgres.ParameterOrJSON<never>[];
    const plan = JSON.stringify(await watched.unsafe(`explain (analyze) ${statement}`, values));
    expect(plan).toContain("file_members_user");
    expect(plan).not.toContain("Seq Scan");
  }
});
