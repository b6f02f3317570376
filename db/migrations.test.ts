import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";

/** What a migration makes of the rows that are there before it. */

const apply = async (database: PGlite, ...names: string[]) => {
  for (const name of names) await database.exec(await readFile(`drizzle/${name}.sql`, "utf8"));
};

test("0003: who had been a member before it was written down, and when sessions were used at least", async () => {
  const database = await PGlite.create();
  await apply(database, "0000_tables", "0001_append", "0002_one_owner");
  await database.exec(`
    insert into users (email, username, password_hash)
    select n || '@example.com', 'user-' || n, 'h' from generate_series(1, 5) n;
    insert into code_files (owner_id, name, language) values (1, 'a', 'plaintext');
    insert into file_members (file_id, user_id, role) values (1, 1, 'owner'), (1, 2, 'viewer');
    insert into file_clients (file_id, client_id, user_id) values (1, 11, 1), (1, 12, 2), (1, 13, 3), (1, 14, 3);
    insert into invites (file_id, created_by, token_hash, role, user_id, uses, expires_at)
    values (1, 1, '\\x01', 'viewer', 2, 1, now()), (1, 1, '\\x02', 'viewer', 4, 1, now()),
      (1, 1, '\\x03', 'viewer', 5, 0, now());
    insert into auth_sessions (user_id, kind, created_at, expires_at)
    values (1, 'cookie', '2026-01-02T03:04:05Z', now());`);
  await apply(database, "0003_people");
  const former = await database.query(
    "select file_id, user_id, ended_by from former_members order by user_id",
  );
  expect(former.rows).toEqual([
    { file_id: 1, user_id: 3, ended_by: null },
    { file_id: 1, user_id: 4, ended_by: null },
  ]);
  const sessions = await database.query(
    "select client, last_used_at = created_at as same from auth_sessions",
  );
  expect(sessions.rows).toEqual([{ client: null, same: true }]);
  await database.close();
});
