import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NewFinding } from "@/lib/assistant/findings/ports";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

const finding = (key: string): NewFinding & { run: number | null; version: number } => ({
  key,
  ...{
    source: "tandem",
    rule: "r",
    category: "bug",
    severity: "warning",
    message: "`x` 😀 \\ ' \"",
    url: null,
  },
  ...{ anchor: { start: { item: { client: 2 ** 31, clock: 3 }, assoc: 0 }, end: null }, textHash: "h" },
  fix: { title: "t", edits: [{ anchor: { start: 1, end: 2 }, replaces: "a\n", text: "é" }] },
  ...{ run: null, version: 2 ** 40 },
});

describe.each(DATABASE_KINDS)("findings (%s)", (kind) => {
  let base: TestDatabase;
  let [fileId, ownerId, files] = [0, 0, 0];
  beforeAll(async () => {
    base = await openTestDatabase(kind);
    const user = await base.users.create({ email: "a@example.com", username: "ann", passwordHash: "x" });
    if ("taken" in user) throw new Error("the database is not empty");
    ownerId = user.id;
  });
  afterAll(() => base.close());
  const begin = async () => {
    files += 1;
    const input = {
      ownerId,
      name: `${files}.py`,
      language: "python",
      eol: "\n" as const,
      text: "",
      seed: null,
    };
    fileId = (await base.files.create(input)).id;
    return base.findings;
  };

  test("what is kept is of one file, and each change counts", async () => {
    const store = await begin();
    const nothing = {
      fileId,
      name: `${files}.py`,
      language: "python",
      analysis: null,
      revision: 0,
      findings: [],
    };
    expect(await store.read(fileId)).toEqual(nothing);
    expect(await store.change(fileId, () => null)).toEqual(nothing);
    const analysis = { version: 2 ** 40, as: "python a.py", missing: ["ruff"] };
    const kept = await store.change(fileId, () => ({ analysis, insert: [finding("a"), finding("b")] }));
    expect(kept).toMatchObject({ analysis: { ...analysis, at: expect.any(Date) }, revision: 1 });
    expect(kept?.findings).toEqual(
      ["a", "b"].map((key) => ({ ...finding(key), id: expect.any(Number), status: "open", appliedBy: null })),
    );
    expect(await store.read(fileId)).toEqual(kept);
    const [a, b] = kept?.findings ?? [];
    if (a === undefined || b === undefined) throw new Error("nothing was kept");
    const changed = { ...b, message: "other", fix: null, status: "dismissed", version: 9 } as const;
    const after = await store.change(fileId, (now) => {
      expect(now).toEqual(kept);
      return { update: [changed], remove: [a.id] };
    });
    expect(after).toEqual({ ...kept, revision: 2, findings: [changed] });
  });

  test("of one file nothing reaches another, and a key is there once among what analysers found", async () => {
    const store = await begin();
    const other = fileId;
    const kept = await store.change(other, () => ({ insert: [finding("a")] }));
    await begin();
    const [a] = kept?.findings ?? [];
    await store.change(fileId, () => ({
      remove: [a?.id ?? 0],
      update: a === undefined ? [] : [{ ...a, key: "x" }],
    }));
    expect((await store.read(other))?.findings).toEqual([a]);
    const twice = store.change(other, () => ({ insert: [finding("a")] }));
    await expect(twice).rejects.toThrow();
    const ofRuns = { ...finding("a"), run: 1 };
    await store.change(other, () => ({ insert: [ofRuns, ofRuns] }));
    expect((await store.read(other))?.findings).toHaveLength(3);
  });

  test("changes at once come one after the other, and none is lost", async () => {
    const store = await begin();
    const second = await base.another();
    const stores = [store, second.findings];
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        stores[n % 2]?.change(fileId, ({ findings }) => ({ insert: [finding(String(findings.length))] })),
      ),
    );
    const kept = await store.read(fileId);
    expect(kept?.findings.map(({ key }) => key)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
    expect(kept?.revision).toBe(20);
    await second.close();
  });

  test("a file that is deleted meanwhile is no file, and its findings are gone", async () => {
    const store = await begin();
    const second = await base.another();
    const changes = Array.from({ length: 10 }, (_, n) =>
      store.change(fileId, () => ({ insert: [finding(String(n))] })),
    );
    await Promise.all([second.files.delete(fileId, ownerId), ...changes]);
    expect(await store.read(fileId)).toBeNull();
    expect(await store.change(fileId, () => ({ insert: [finding("x")] }))).toBeNull();
    expect(await store.read(2_147_483_647)).toBeNull();
    await second.close();
  });
});
