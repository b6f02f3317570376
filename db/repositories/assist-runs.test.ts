import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNS_KEPT } from "@/lib/assistant/runs/bounds";
import type { NewRun, RunEnd, RunLimits } from "@/lib/assistant/runs/ports";
import type { AssistRun } from "@/lib/contracts/assist";
import { DATABASE_KINDS, openTestDatabase, type TestDatabase } from "../testing";

const LIMITS: RunLimits = {
  perPersonAndHour: 20,
  perFileAndHour: 60,
  dailyTokens: 1_000_000,
  maxConcurrent: 4,
};
const END: RunEnd = {
  status: "done",
  text: "All is well. 🐛",
  findingIds: [3, 4],
  usage: { input_tokens: 90, output_tokens: 10, estimated: false },
  detail: null,
};

describe.each(DATABASE_KINDS)("runs on %s", (kind) => {
  let db: TestDatabase;
  let made = 0;
  beforeAll(async () => {
    db = await openTestDatabase(kind);
  });
  afterAll(() => db.close());

  const createUser = async () => {
    made += 1;
    const name = `person-${made}`;
    const user = await db.users.create({
      email: `${name}@example.com`,
      username: name,
      passwordHash: "hash",
    });
    if ("taken" in user) throw new Error(`${user.taken} is taken`);
    return { id: user.id, name };
  };
  const createFile = async (ownerId: number) =>
    (await db.files.create({ ownerId, name: "a.py", language: "python", eol: "\n", text: "", seed: null }))
      .id;
  const scene = async () => {
    const owner = await createUser();
    return { owner, fileId: await createFile(owner.id) };
  };
  const question = (fileId: number, userId: number, fields: Partial<NewRun> = {}): NewRun => ({
    fileId,
    userId,
    action: "review",
    question: null,
    selection: null,
    model: "tiny",
    read: [{ from: 1, to: 3 }],
    key: "key",
    ...fields,
  });
  const begin = (run: NewRun, limits: Partial<RunLimits> = {}, tokens = 100) =>
    db.runs.begin(run, tokens, { ...LIMITS, ...limits });
  const begun = async (...input: Parameters<typeof begin>): Promise<AssistRun> => {
    const run = await begin(...input);
    if ("why" in run) throw new Error(`did not begin: ${run.why}`);
    return run;
  };
  const endAll = async () => {
    for (const { id } of await db.database.rows(sql`select id from assist_runs where status = 'running'`))
      await db.runs.end(Number(id), END, 0);
    await db.database.rows(sql`delete from assist_costs`);
  };

  test("a run begins, is kept as it goes, and ends once", async () => {
    const { owner, fileId } = await scene();
    const selection = { start: { line: 1, column: 1 }, end: { line: 2, column: 5 }, name: "load" };
    const run = await begun(question(fileId, owner.id, { action: "ask", question: "Why?", selection }));
    expect(run).toMatchObject({
      action: "ask",
      question: "Why?",
      selection,
      by: owner,
      model: "tiny",
      read: [{ from: 1, to: 3 }],
      status: "running",
      text: "",
      finding_ids: [],
      usage: null,
      detail: null,
    });
    expect(await db.runs.save(run.id, "All is", [3])).toEqual({ stopBy: null });
    expect(await db.runs.list(fileId)).toEqual([{ ...run, text: "All is", finding_ids: [3] }]);
    expect(await db.runs.end(run.id, END, 100)).toBe(true);
    expect(await db.runs.end(run.id, { ...END, status: "failed" }, 100)).toBe(false);
    expect(await db.runs.save(run.id, "more", [])).toBeNull();
    const { findingIds: finding_ids, ...end } = END;
    expect(await db.runs.list(fileId)).toEqual([{ ...run, ...end, finding_ids }]);
    await endAll();
  });

  test("of many who ask at once in one file one is answered, and the others are told whom", async () => {
    const { owner, fileId } = await scene();
    const answers = await Promise.all(Array.from({ length: 8 }, () => begin(question(fileId, owner.id))));
    const refusals = answers.filter((answer) => "why" in answer);
    expect(refusals).toEqual(Array(7).fill({ why: "busy", by: owner.name }));
    await endAll();
  });

  test("limits of a person, a file, a day and the server, also when many ask at once", async () => {
    await endAll();
    const { owner, fileId } = await scene();
    const files = await Promise.all(Array.from({ length: 6 }, () => createFile(owner.id)));
    const at = (id: number, limits: Partial<RunLimits>, tokens?: number) =>
      begin(question(id, owner.id), limits, tokens);
    const many = await Promise.all(files.map((id) => at(id, { maxConcurrent: 4 })));
    expect(many.filter((answer) => "why" in answer)).toEqual(Array(2).fill({ why: "server", running: 4 }));
    const person = await at(fileId, { maxConcurrent: 99, perPersonAndHour: 4 });
    expect(person).toMatchObject({ why: "person" });
    expect("retryAfterSeconds" in person && person.retryAfterSeconds).toBeGreaterThan(3_590);
    expect(await at(fileId, { maxConcurrent: 99, perPersonAndHour: null, perFileAndHour: 0 })).toMatchObject({
      why: "file",
    });
    expect(await at(fileId, { maxConcurrent: 99, dailyTokens: 499 })).toMatchObject({ why: "tokens" });
    expect(await at(fileId, { maxConcurrent: 99, dailyTokens: 500 })).toMatchObject({ status: "running" });
    await endAll();
  });

  test("a deleted file gives nothing back of what it cost, and what was used counts in place of what was feared", async () => {
    const { owner, fileId } = await scene();
    const run = await begun(question(fileId, owner.id), {}, 900);
    await db.files.delete(fileId, owner.id);
    expect(await db.runs.end(run.id, END, 400)).toBe(false);
    const next = question(await createFile(owner.id), owner.id);
    expect(await begin(next, { dailyTokens: 499 })).toMatchObject({ why: "tokens" });
    expect(await begin(next, { dailyTokens: 500 })).toMatchObject({ status: "running" });
    await endAll();
  });

  test("the run of a process that has died is shown as failed, ended by whoever looks, and in nobody's way then", async () => {
    const { owner, fileId } = await scene();
    const run = await begun(question(fileId, owner.id));
    expect(await db.runs.endLost()).toEqual([]);
    await db.database.rows(
      sql`update assist_runs set lease_until = now() - interval '1 second' where id = ${run.id}`,
    );
    expect((await db.runs.list(fileId))[0]).toMatchObject({
      status: "failed",
      detail: expect.stringMatching(/has ended/),
    });
    expect(await db.runs.endLost()).toEqual([{ id: run.id, fileId }]);
    expect(await db.runs.save(run.id, "back again", [])).toBeNull();
    expect(await begin(question(fileId, owner.id))).toMatchObject({ status: "running" });
    await endAll();
  });

  test("a stop is asked of the process that runs it, by the first who wants it", async () => {
    const { owner, fileId } = await scene();
    const run = await begun(question(fileId, owner.id));
    expect(await db.runs.stopsAmong([run.id])).toEqual([]);
    expect(await db.runs.requestStop(fileId, run.id, "jonas")).toBe(true);
    expect(await db.runs.requestStop(fileId, run.id, "priya")).toBe(true);
    expect(await db.runs.requestStop(fileId + 1, run.id, "eve")).toBe(false);
    expect(await db.runs.stopsAmong([run.id, 7])).toEqual([{ id: run.id, stopBy: "jonas" }]);
    expect(await db.runs.save(run.id, "x", [])).toEqual({ stopBy: "jonas" });
    await db.runs.end(run.id, END, 1);
    expect(await db.runs.requestStop(fileId, run.id, "late")).toBe(false);
    await endAll();
  });

  test("the very same question finds its whole answer, and no other", async () => {
    const { owner, fileId } = await scene();
    for (const [key, end] of [
      ["whole", END],
      ["cut", { ...END, detail: "The answer was cut off." }],
      ["stopped", { ...END, status: "stopped" }],
    ] as const) {
      const run = await begun(question(fileId, owner.id, { key }));
      await db.runs.end(run.id, end, 1);
    }
    const found = await db.runs.findAnswered(fileId, "whole");
    expect(found).toMatchObject({ text: END.text, finding_ids: [3, 4] });
    for (const key of ["cut", "stopped", "never"]) expect(await db.runs.findAnswered(fileId, key)).toBeNull();
    const free = { ...END, usage: { input_tokens: 0, output_tokens: 0, estimated: false } };
    const again = await db.runs.replay(question(fileId, owner.id, { key: "whole" }), free);
    expect(again).toMatchObject({ status: "done", text: END.text, usage: free.usage });
    await endAll();
  });

  test("only the newest are kept", async () => {
    const { owner, fileId } = await scene();
    const ids: number[] = [];
    for (let n = 0; n < RUNS_KEPT + 3; n += 1)
      ids.push((await db.runs.replay(question(fileId, owner.id), END)).id);
    expect((await db.runs.list(fileId)).map(({ id }) => id)).toEqual(ids.slice(-RUNS_KEPT));
    const [left] = await db.database.rows(
      sql`select count(*)::int as n from assist_runs where file_id = ${fileId}`,
    );
    expect(left).toEqual({ n: RUNS_KEPT });
  });

  test("the owner switches it off and on; who may not is refused, and so is who asks", async () => {
    const { owner, fileId } = await scene();
    const stranger = await createUser();
    await expect(db.runs.setEnabled(fileId, stranger.id, false)).rejects.toMatchObject({ code: "not_found" });
    await expect(begin(question(fileId, stranger.id))).rejects.toMatchObject({ code: "not_found" });
    expect(await db.runs.isEnabled(fileId)).toBe(true);
    await db.runs.setEnabled(fileId, owner.id, false);
    expect(await db.runs.isEnabled(fileId)).toBe(false);
    expect(await begin(question(fileId, owner.id))).toEqual({ why: "off" });
    await db.runs.setEnabled(fileId, owner.id, true);
    expect(await begin(question(fileId, owner.id))).toMatchObject({ status: "running" });
    await endAll();
  });
});
