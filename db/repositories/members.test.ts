import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openTestDatabase, type TestDatabase } from "../testing";

/** Waiting for a lock needs a second connection, which the embedded database does not have. */

let base: TestDatabase;
let ownerId: number;
let guestId: number;
let fileId: number;

beforeAll(async () => {
  base = await openTestDatabase("postgres");
  const [owner, guest] = await base.database.rows(sql`
    insert into users (email, username, password_hash)
    values ('owner@example.com', 'owner', 'h'), ('guest@example.com', 'guest', 'h') returning id`);
  ownerId = Number(owner?.id);
  guestId = Number(guest?.id);
  const input = { ownerId, name: "a.txt", language: "plaintext", eol: "\n", text: "", seed: null } as const;
  fileId = (await base.files.create(input)).id;
  await base.database.rows(sql`
    insert into file_members (file_id, user_id, role) values (${fileId}, ${guestId}, 'collaborator')`);
});
afterAll(() => base.close());

const asOwner = () => ({ fileId, userId: guestId, by: ownerId });

test.each([
  ["made a viewer", () => base.members.changeRole({ ...asOwner(), role: "viewer" })],
  ["removed", () => base.members.remove(asOwner())],
])("who is %s may have an edit under way: it is stored before, or not at all", async (_how, change) => {
  let changed = false;
  // As `append_updates` does it: the head is locked before membership is looked up.
  const done = await base.database.db.transaction(async (tx) => {
    await tx.execute(sql`select from file_heads where file_id = ${fileId} for update`);
    const changing = change().then((result) => {
      changed = true;
      return result;
    });
    await vi.waitFor(async () => {
      const waiting = await base.database.rows(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      expect(waiting).toHaveLength(1);
    });
    expect(changed).toBe(false);
    return { changing };
  });
  expect(await done.changing).toMatchObject({ status: "changed" });
  const late = { fileId, userId: guestId, update: new Uint8Array([1]), clientIds: [] };
  const [result] = await base.log.append([late]);
  expect(["not-editor", "not-member"]).toContain(result?.status);
});
