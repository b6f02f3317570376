import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { editingSessions } from "@/db/schema";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "@/db/testing";
import type { PresentConnection } from "@/lib/collab/types";
import { createLogger } from "@/lib/logger";
import { createEditingSessionWriter } from "./editing-session-writer";

/** Two processes' writers on one database; who is there is told by hand. */

describe.each(DATABASE_KINDS)("editing sessions on %s", (kind) => {
  let base: TestDatabase;
  let made = 0;
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    base = await openTestDatabase(kind);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  afterAll(() => base.close());

  const user = async (): Promise<number> => {
    made += 1;
    const created = await base.users.create({
      email: `u${made}@example.com`,
      username: `user-${made}`,
      passwordHash: "h",
    });
    if ("taken" in created) throw new Error("taken");
    return created.id;
  };
  const file = async (ownerId: number): Promise<number> => {
    const input = { ownerId, name: "a.txt", language: "plaintext", eol: "\n", text: "", seed: null } as const;
    return (await base.files.create(input)).id;
  };
  function process(present: PresentConnection[]) {
    const places = new Map([["caret", { line: 3, column: 7 }]]);
    const engine = { present: () => [...present], places: async () => places };
    const { editingSessions } = base;
    const writer = createEditingSessionWriter({ engine, editingSessions, logger: createLogger("silent") });
    stops.push(writer.stop);
    return { writer, present };
  }
  const listed = async (fileId: number) =>
    (await base.editingSessions.list(fileId)).map(({ connection }) => connection);

  test("who comes is written within seconds without being asked, and who leaves is taken out", async () => {
    const ownerId = await user();
    const fileId = await file(ownerId);
    const { present } = process([{ id: "caret", fileId, userId: ownerId }]);
    await vi.waitFor(async () => expect(await listed(fileId)).toEqual(["caret"]), { timeout: 5_000 });
    expect(await base.editingSessions.list(fileId)).toMatchObject([
      { userId: ownerId, role: "owner", cursor: { line: 3, column: 7 } },
    ]);
    present.splice(0);
    await vi.waitFor(async () => expect(await listed(fileId)).toEqual([]), { timeout: 5_000 });
  });

  test("the list holds what every process has written; one that stops takes out its own", async () => {
    const ownerId = await user();
    const [fileId, other] = [await file(ownerId), await file(ownerId)];
    const one = process([{ id: "one", fileId, userId: ownerId }]);
    const two = process([
      { id: "two", fileId, userId: ownerId },
      { id: "elsewhere", fileId: other, userId: ownerId },
    ]);
    await Promise.all([one.writer.write(fileId), two.writer.write(fileId)]);
    expect(await listed(fileId)).toEqual(["one", "two"]);
    one.present.splice(0);
    await one.writer.stop();
    expect(await listed(fileId)).toEqual(["two"]);
  });

  test("no member, no session: neither of a stranger, nor of who was removed, nor of a file that is gone", async () => {
    const [ownerId, guest] = [await user(), await user()];
    const [fileId, gone] = [await file(ownerId), await file(ownerId)];
    await base.files.delete(gone, ownerId);
    const { writer } = process([
      { id: "owner", fileId, userId: ownerId },
      { id: "guest", fileId, userId: guest },
      { id: "gone", fileId: gone, userId: ownerId },
    ]);
    await writer.write(fileId);
    expect(await listed(fileId)).toEqual(["owner"]);
    const tokenHash = Buffer.from(`sessions-${kind}`);
    const expiresAt = new Date(Date.now() + 60_000);
    const invite = {
      fileId,
      createdBy: ownerId,
      tokenHash,
      role: "viewer",
      email: null,
      expiresAt,
      maxUses: null,
    };
    await base.invites.create({ ...invite, role: "viewer" });
    await base.invites.accept({ tokenHash }, { id: guest, email: "guest@example.com" });
    await writer.write(fileId);
    expect(await base.editingSessions.list(fileId)).toMatchObject([{ role: "owner" }, { role: "viewer" }]);
    await base.members.remove({ fileId, userId: guest, by: ownerId });
    expect(await listed(fileId)).toEqual(["owner"]);
  });

  test("what a killed process left behind is not listed after 60 s, and removed", async () => {
    const ownerId = await user();
    const fileId = await file(ownerId);
    const rows = ["old", "new"].map((connection) => ({ connection, fileId, userId: ownerId, cursor: null }));
    await base.editingSessions.write(rows);
    const { db } = base.database;
    await db
      .update(editingSessions)
      .set({ lastActive: new Date(Date.now() - 61_000) })
      .where(eq(editingSessions.connection, "old"));
    expect(await listed(fileId)).toEqual(["new"]);
    await base.editingSessions.removeStale();
    const left = await db.select().from(editingSessions).where(eq(editingSessions.fileId, fileId));
    expect(left.map(({ connection }) => connection)).toEqual(["new"]);
  });
});
