import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { newClientId } from "@/lib/collab/client-ids";
import { CONTENT_ROOT } from "@/lib/contracts/live";
import { GROUP_ROWS_MAX } from "@/lib/history/group-rows";
import { createHistory, type History } from "@/lib/history/history";
import { CHECKPOINT_ROWS } from "@/lib/history/replay";
import { createLogger } from "@/lib/logger";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

/** A file's history on its log, on both databases. Edits are rows with times of our own. */

describe.each(DATABASE_KINDS)("history on %s", (kind) => {
  let base: TestDatabase;
  let history: History;
  let [ann, ben] = [0, 0];
  beforeAll(async () => {
    base = await openTestDatabase(kind);
    const { versions, log, files } = base;
    const engine = { replaceText: () => Promise.reject(new Error("nothing is restored here")) };
    history = createHistory({ versions, log, files, engine, logger: createLogger("silent") });
    const user = async (username: string) => {
      const made = await base.users.create({
        email: `${username}@example.com`,
        username,
        passwordHash: "hash",
      });
      if ("taken" in made) throw new Error("the database is not empty");
      return made.id;
    };
    [ann, ben] = [await user("ann"), await user("ben")];
  });
  afterAll(() => base.close());

  /** A new file of Ann's, in which Ben may write, and a pen that writes rows into its log. */
  async function begin(text = "") {
    const doc = new Y.Doc();
    doc.clientID = newClientId();
    const content = doc.getText(CONTENT_ROOT);
    content.insert(0, text);
    const seed = text === "" ? null : { update: Y.encodeStateAsUpdate(doc), clientId: doc.clientID };
    const input = { ownerId: ann, name: "a.txt", language: "plaintext", eol: "\n", text, seed } as const;
    const { id: fileId } = await base.files.create(input);
    await base.database.rows(
      sql`insert into file_members (file_id, user_id, role) values (${fileId}, ${ben}, 'collaborator')`,
    );
    let seq = seed === null ? 0 : 1;
    const write = (change: () => void): Uint8Array => {
      const before = Y.encodeStateVector(doc);
      doc.transact(change);
      return Y.encodeStateAsUpdate(doc, before);
    };
    /** Each edit is a row of the author's, so many seconds after 2026-01-01. */
    const edit = async (by: number, seconds: number, ...changes: (() => void)[]) => {
      const updates = changes.map(write);
      const [row] = await base.log.append(
        updates.slice(0, 1).map((update) => ({ fileId, userId: by, update, clientIds: [] })),
      );
      expect(row).toEqual({ status: "stored", seq: seq + 1 });
      await base.log.append(
        updates.slice(1).map((update) => ({ fileId, userId: by, update, clientIds: [] })),
      );
      await base.database.rows(sql`
        update file_updates
        set created_at = timestamptz '2026-01-01' + ${seconds} * interval '1 second'
        where file_id = ${fileId} and seq > ${seq}`);
      seq += updates.length;
    };
    const append = (added: string) => () => content.insert(content.length, added);
    return { fileId, doc, content, edit, append, at: () => seq };
  }

  const list = async (fileId: number, limit = 50) =>
    (await history.list(fileId, { limit })).versions.map(({ authors, changes, label }) => [
      authors.map(({ username }) => username).join(),
      `+${changes.added} -${changes.removed}`,
      label,
    ]);
  const read = async (fileId: number, id: number) => {
    const version = await history.find(fileId, id);
    return version === null ? null : (await history.read(version)).content;
  };

  test("a version is a burst of editing, and the text that a file was made with is its first", async () => {
    const { fileId, content, edit, append } = await begin("one\n");
    await edit(ann, 0, append("two\n"));
    await edit(ben, 100, append("three 😀\n"));
    await edit(ben, 221, () => content.delete(0, 4), append("four\n"));
    expect(await list(fileId)).toEqual([
      ["ben", "+1 -1", null],
      ["ann,ben", "+2 -0", null],
      ["ann", "+1 -0", null],
    ]);
    const { versions } = await history.list(fileId, { limit: 50 });
    expect(await Promise.all(versions.map(({ id }) => read(fileId, id)))).toEqual([
      "two\nthree 😀\nfour\n",
      "one\ntwo\nthree 😀\n",
      "one\n",
    ]);
    expect(versions[0]?.createdAt).toEqual(new Date("2026-01-01T00:03:41.000Z"));
  });

  test("a file without text has no versions, and what is typed first is no text it was made with", async () => {
    const { fileId, edit, append } = await begin();
    expect(await list(fileId)).toEqual([]);
    await edit(ann, 0, append("a"));
    await edit(ann, 1, append("b\nc"));
    expect(await list(fileId)).toEqual([["ann", "+2 -0", null]]);
  });

  test("an id stands for the same text for good, also when its burst goes on", async () => {
    const { fileId, edit, append } = await begin();
    await edit(ann, 0, append("a\n"));
    const [growing] = (await history.list(fileId, { limit: 1 })).versions;
    if (growing === undefined) throw new Error("no version");
    await edit(ben, 10, append("b\n"));
    const { versions } = await history.list(fileId, { limit: 50 });
    expect(versions).toHaveLength(1);
    expect(versions[0]?.id).not.toBe(growing.id);
    expect(await list(fileId)).toEqual([["ann,ben", "+2 -0", null]]);
    expect(await read(fileId, growing.id)).toBe("a\n");
    await edit(ben, 500, append("c\n"));
    expect(await list(fileId)).toEqual([
      ["ben", "+1 -0", null],
      ["ann,ben", "+2 -0", null],
    ]);
    expect(await read(fileId, versions[0]?.id ?? 0)).toBe("a\nb\n");
    expect(await read(fileId, growing.id)).toBe("a\n");
  });

  test("a named version is a point of its own, and ends the burst it was named in", async () => {
    const { fileId, edit, append } = await begin();
    const empty = await history.name(fileId, ben, "Nothing yet");
    await edit(ann, 0, append("a\n"));
    const named = await history.name(fileId, ben, "Ran clean 😀");
    const again = await history.name(fileId, ann, "Truly");
    expect(named).toMatchObject({ label: "Ran clean 😀", authors: [{ id: ben, username: "ben" }] });
    await edit(ann, 1, append("b\n"));
    expect(await list(fileId)).toEqual([
      ["ann", "+1 -0", null],
      ["ann", "+0 -0", "Truly"],
      ["ben", "+0 -0", "Ran clean 😀"],
      ["ann", "+1 -0", null],
      ["ben", "+0 -0", "Nothing yet"],
    ]);
    expect(await read(fileId, named.id)).toBe("a\n");
    expect(await read(fileId, again.id)).toBe("a\n");
    expect(await read(fileId, empty.id)).toBe("");
  });

  test("pages have every version once, also while the file goes on", async () => {
    const { fileId, edit, append } = await begin();
    for (let n = 0; n < 7; n += 1) {
      await edit(ann, n * 1_000, append(`${n}\n`));
      if (n % 3 === 0) await history.name(fileId, ann, `v${n}`);
    }
    const all = (await history.list(fileId, { limit: 50 })).versions.map(({ id }) => id);
    const paged: number[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await history.list(fileId, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.versions.map(({ id }) => id));
      cursor = page.nextCursor;
      await edit(ann, 6_000, append("more"));
    }
    expect(all).toHaveLength(10);
    expect(paged).toEqual(all);
  });

  test("who is no editor (any more) names nothing, and another file's version is none of this one", async () => {
    const { fileId, edit, append } = await begin("a");
    await edit(ben, 0, append("b"));
    await base.database.rows(
      sql`update file_members set role = 'viewer' where file_id = ${fileId} and user_id = ${ben}`,
    );
    await expect(history.name(fileId, ben, "no")).rejects.toMatchObject({ code: "forbidden" });
    await base.members.remove({ fileId, userId: ben, by: ann });
    await expect(history.name(fileId, ben, "no")).rejects.toMatchObject({ code: "not_found" });
    expect((await list(fileId)).map(([authors]) => authors)).toEqual(["ben", "ann"]);
    const other = await begin("other");
    const [foreign] = (await history.list(other.fileId, { limit: 1 })).versions;
    expect(await history.find(fileId, foreign?.id ?? 0)).toBeNull();
  });

  test("a deleted file takes its history along", async () => {
    const { fileId } = await begin("a");
    const [version] = (await history.list(fileId, { limit: 1 })).versions;
    if (version === undefined) throw new Error("no version");
    await base.files.delete(fileId, ann);
    expect(await history.find(fileId, version.id)).toBeNull();
    await expect(history.read(version)).rejects.toMatchObject({ code: "not_found" });
    await base.versions.keepState(fileId, 1, new Uint8Array([0, 0]));
    await base.versions.keepGroups(fileId, [
      { fromSeq: 0, seq: 1, authors: [ann], userId: ann, at: new Date(), closed: true },
    ]);
    expect((await history.list(fileId, { limit: 1 })).versions).toEqual([]);
  });

  test("12,000 rows, whose snapshots begin where they end: every version is read, and none is far from a state", async () => {
    const { fileId, doc, content, edit, at } = await begin();
    const texts = new Map<number, string>();
    for (let burst = 0; burst < 12; burst += 1) {
      const changes = Array.from({ length: 1_000 }, (_, n) => () => {
        if (n % 10 === 9) content.delete(0, 5);
        else content.insert((n * 7) % (content.length + 1), n % 50 === 0 ? "\n" : "x");
      });
      await edit(burst % 2 === 0 ? ann : ben, burst * 1_000, ...changes);
      texts.set(at(), content.toString());
    }
    const before = await history.list(fileId, { limit: 200 });
    expect(before.versions.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual([...texts.keys()]);
    const state = Y.encodeStateAsUpdate(doc);
    for (const ago of [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
      await base.log.saveSnapshot({ fileId, seq: at() - ago, state, text: "" });
    for (const { id, seq } of before.versions) expect(await read(fileId, id)).toBe(texts.get(seq));
    expect(await history.list(fileId, { limit: 200 })).toEqual(before);
    const kept = await base.versions.stateUpTo(fileId, at() - 100);
    expect(at() - 100 - (kept?.seq ?? 0)).toBeLessThanOrEqual(CHECKPOINT_ROWS + 2_000);
    expect(GROUP_ROWS_MAX).toBeGreaterThan(1_000); // else the bursts above would be cut
  }, 60_000);

  test("a row that cannot be read is left out, as live editing leaves it out", async () => {
    const { fileId, edit, append } = await begin();
    await edit(ann, 0, append("a\n"), append("b\n"));
    await base.log.append([{ fileId, userId: ann, update: new Uint8Array([9, 9, 9]), clientIds: [] }]);
    const [version] = (await history.list(fileId, { limit: 1 })).versions;
    expect(await read(fileId, version?.id ?? 0)).toBe("a\nb\n");
  });
});
