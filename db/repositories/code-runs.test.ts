import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeRun } from "@/lib/contracts/run";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

const run = (id: number): CodeRun => ({
  ...{ id, language: "python", by: { id: 1, name: "ann" }, status: "running", stopped_by: null },
  ...{ started_at: "2026-11-25T18:00:00.000Z", ended_at: null },
  lines: [{ stream: "err", text: '"é 😀" \\u0000\t', line: 3 }],
});

describe.each(DATABASE_KINDS)("runs of code (%s)", (kind) => {
  let base: TestDatabase;
  let [ownerId, files] = [0, 0];
  beforeAll(async () => {
    base = await openTestDatabase(kind);
    const user = await base.users.create({ email: "a@example.com", username: "ann", passwordHash: "x" });
    if ("taken" in user) throw new Error("the database is not empty");
    ownerId = user.id;
  });
  afterAll(() => base.close());
  const newFile = async () => {
    files += 1;
    const file = { name: `${files}.py`, language: "python", eol: "\n", text: "", seed: null } as const;
    return (await base.files.create({ ownerId, ...file })).id;
  };

  test("the last run of a file is kept, with for how long nothing was said of it", async () => {
    const [fileId, other] = [await newFile(), await newFile()];
    const { codeRuns } = base;
    expect(await codeRuns.read(fileId)).toBeNull();
    expect(await codeRuns.change(fileId, () => null)).toBeNull();
    expect(await codeRuns.change(fileId, () => run(1))).toEqual({ run: run(1), silentMs: 0 });
    const silent = async () => (await codeRuns.read(fileId))?.silentMs ?? 0;
    while ((await silent()) < 20);
    const before = await codeRuns.change(fileId, (kept) => {
      expect(kept).toEqual({ run: run(1), silentMs: expect.any(Number) });
      return null;
    });
    expect(before?.silentMs).toBeGreaterThan(20);
    await codeRuns.change(fileId, (kept) => kept?.run ?? null);
    expect(await silent()).toBeLessThan(before?.silentMs ?? 0);
    expect((await codeRuns.read(fileId))?.run).toEqual(run(1));
    expect(await codeRuns.read(other)).toBeNull();
  });

  test("changes at once come one after the other, and a refusal changes nothing", async () => {
    const fileId = await newFile();
    const second = await base.another();
    const stores = [base.codeRuns, second.codeRuns];
    const next = (n: number) => stores[n % 2]?.change(fileId, (kept) => run((kept?.run.id ?? 0) + 1));
    await Promise.all(Array.from({ length: 20 }, (_, n) => next(n)));
    const refuse = () => {
      throw new Error("refused");
    };
    await expect(base.codeRuns.change(fileId, refuse)).rejects.toThrow("refused");
    expect((await base.codeRuns.read(fileId))?.run.id).toBe(20);
    await second.close();
  });

  test("a file that is deleted meanwhile has no run", async () => {
    const fileId = await newFile();
    const second = await base.another();
    const changes = Array.from({ length: 10 }, (_, n) => base.codeRuns.change(fileId, () => run(n)));
    await Promise.all([second.files.delete(fileId, ownerId), ...changes]);
    expect(await base.codeRuns.read(fileId)).toBeNull();
    expect(await base.codeRuns.change(fileId, () => run(1))).toBeNull();
    await second.close();
  });
});
