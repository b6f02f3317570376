import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing";
import { createRateLimiter } from "@/lib/access/rate-limiter";
import { RUN_START_LIMIT } from "@/lib/access/rate-limits";
import { type Caller, createLiveFeatures, type RegisteredFeatures } from "@/lib/collab/live-features";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { FeatureEvent } from "@/lib/contracts/features";
import { RUN_LINE_MAX, type RunEvent, type RunLine } from "@/lib/contracts/run";
import { createLogger } from "@/lib/logger";
import type { CodeProblem } from "../findings/code-run-finding";
import { serveCodeRuns } from "./code-runs";
import { NO_RUN, stepRun } from "./run-state";

const GONE_MS = 300;
const logger = createLogger("silent");
const line = (text: string): RunLine => ({ stream: "out", text, line: null });

let db: TestDatabase;
let ownerId: number;
let fileId: number;
let features: RegisteredFeatures;
let told: RunEvent[];
let problems: (CodeProblem | null)[];
let [ada, ben, viewer]: Caller[] = [];

beforeAll(async () => {
  db = await openTestDatabase("pglite");
  const user = await db.users.create({ email: "a@example.com", username: "ada", passwordHash: "x" });
  if ("taken" in user) throw new Error("the database is not empty");
  ownerId = user.id;
});
afterAll(() => db.close());

beforeEach(async () => {
  const file = { name: "a.py", language: "python", eol: "\n", text: "", seed: null } as const;
  fileId = (await db.files.create({ ownerId, ...file })).id;
  told = [];
  problems = [];
  features = serve();
  const caller = (userId: number, role: Caller["role"]): Caller => ({
    ...{ fileId, userId, username: `person ${userId}`, connectionId: `c${userId}`, role },
  });
  [ada, ben, viewer] = [caller(1, "owner"), caller(2, "collaborator"), caller(3, "viewer")];
});

/** One process: what it tells is gathered with what the others tell. */
function serve(goneMs = GONE_MS): RegisteredFeatures {
  const registered = createLiveFeatures(logger);
  const tell = (inFile: number, event: FeatureEvent) => {
    if (event.name === "run" && inFile === fileId) told.push(event.payload);
  };
  const replaceOfRun = async (_fileId: number, problem: CodeProblem | null) => void problems.push(problem);
  serveCodeRuns({
    ...{ engine: { tell, isWatched: () => true }, features: registered, findings: { replaceOfRun } },
    ...{ store: db.codeRuns, limiter: createRateLimiter(true), logger, goneMs },
  });
  return registered;
}

const ask = (name: string, who: Caller | undefined, payload: unknown) => {
  if (who === undefined) throw new Error("nobody");
  return features.ask(name, who, payload);
};
const start = async (who: Caller | undefined): Promise<number> => {
  const answer = await ask("run_start", who, { language: "python" });
  return (answer as { run_id: number }).run_id;
};
const print = (who: Caller | undefined, run_id: number, at: number, ...texts: string[]) =>
  ask("run_output", who, { run_id, at, lines: texts.map(line) });
/** What everybody has, and what a newcomer is sent. */
const shown = async (by = features) => {
  const state = await by.states().get("run")?.(fileId);
  const heard = told.reduce(stepRun, NO_RUN).run;
  if (state?.name !== "run" || state.payload.kind !== "state") throw new Error("no state");
  expect(state.payload.run).toEqual(heard);
  return heard;
};
const refused = (code: number) => ({ error: expect.objectContaining({ code }) });

test("one run of a file at a time; its output, its end and where it failed are told", async () => {
  const run_id = await start(ada);
  expect(await ask("run_start", ben, { language: "python" })).toEqual(refused(CLOSE_CODES.invalid));
  await print(ada, run_id, 0, "one");
  await print(ada, run_id, 1, "two 🎈");
  const problem = { line: 3, message: "ZeroDivisionError: division by zero" };
  expect(await ask("run_end", ada, { run_id, status: "failed", problem })).toEqual({});
  expect(await shown()).toMatchObject({ status: "failed", lines: [line("one"), line("two 🎈")] });
  expect(problems).toEqual([problem]);
  await start(ben);
  expect(await shown()).toMatchObject({ status: "running", by: { id: 2 }, lines: [] });
});

test("I6: a viewer starts none and stops any; only who runs it says what it prints", async () => {
  expect(await ask("run_start", viewer, { language: "python" })).toEqual(refused(CLOSE_CODES.removed));
  const run_id = await start(ada);
  expect(await print(ben, run_id, 0, "forged")).toEqual(refused(CLOSE_CODES.notFound));
  expect(await ask("run_stop", viewer, { run_id })).toEqual({});
  expect(await print(ada, run_id, 0, "late")).toEqual(refused(CLOSE_CODES.notFound));
  expect(await shown()).toMatchObject({ status: "stopped", stopped_by: "person 3", lines: [] });
});

test("output is cut at its limits, and what has no such form is refused", async () => {
  const run_id = await start(ada);
  for (const text of ["x".repeat(RUN_LINE_MAX + 1), "\u001b[31m", "two\nlines", "half a \ud83c"])
    expect(await print(ada, run_id, 0, text)).toEqual(refused(CLOSE_CODES.invalid));
  for (let n = 0; n < 8; n += 1) await print(ada, run_id, n * 250, ...new Array(250).fill("x"));
  expect(await shown()).toMatchObject({ status: "running" });
  await print(ada, run_id, 2_000, "one too many");
  const run = await shown();
  expect(run?.status).toBe("output");
  expect(run?.lines).toHaveLength(2_000);
});

test("lines whose answer was lost come once more and are there once; with lines missing before them they are refused", async () => {
  const run_id = await start(ada);
  await print(ada, run_id, 0, "one", "two");
  await print(ada, run_id, 0, "one", "two", "three");
  expect(await print(ada, run_id, 4, "five")).toEqual(refused(CLOSE_CODES.invalid));
  expect((await shown())?.lines).toEqual(["one", "two", "three"].map(line));
});

test("a run whose page says nothing more is lost; a sign keeps it", async () => {
  const run_id = await start(ada);
  const begun = performance.now();
  while (performance.now() - begun < 2 * GONE_MS) {
    await print(ada, run_id, 0);
    expect(await shown()).toMatchObject({ status: "running" });
  }
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ kind: "ended", status: "lost" }), 5 * GONE_MS);
  expect(await shown()).toMatchObject({ status: "lost" });
});

test("a process that was not there goes on with the run: it knows it, takes its output, and ends it when nobody does", async () => {
  const run_id = await start(ada);
  await print(ada, run_id, 0, "one");
  features = serve(5 * GONE_MS);
  expect(await shown()).toMatchObject({ status: "running", lines: [line("one")] });
  await print(ada, run_id, 1, "two");
  expect(await ask("run_start", ben, { language: "python" })).toEqual(refused(CLOSE_CODES.invalid));
  // The first process has heard nothing of this: it asks the database before it takes the run for lost.
  const begun = performance.now();
  while (performance.now() - begun < 2 * GONE_MS) {
    await print(ada, run_id, 2, "three");
    expect(await shown()).toMatchObject({ status: "running" });
  }
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ kind: "ended", status: "lost" }), 10 * GONE_MS);
  expect(await shown(serve())).toMatchObject({ status: "lost", lines: ["one", "two", "three"].map(line) });
  expect(await start(ben)).toBe(run_id + 1);
});

test("one account starts so many runs in a minute, and no more", async () => {
  for (let n = 0; n < RUN_START_LIMIT.points; n += 1)
    await ask("run_stop", ada, { run_id: await start(ada) });
  expect(await ask("run_start", ada, { language: "python" })).toEqual({
    error: {
      code: CLOSE_CODES.tooFast,
      detail: expect.stringMatching(/^Too many runs\. Wait \d+ seconds\.$/),
    },
  });
  expect(await start(ben)).toBe(RUN_START_LIMIT.points + 1);
});

test("events that come late, twice or not at all: what is missing is noticed, and nothing goes backwards", async () => {
  const run_id = await start(ada);
  await print(ada, run_id, 0, "one");
  await print(ada, run_id, 1, "two");
  await ask("run_end", ada, { run_id, status: "done", problem: null });
  await start(ben);
  const [first, one, two, end, second] = told;
  if (!first || !one || !two || !end || !second) throw new Error("not told");
  const after = (...events: RunEvent[]) => events.reduce(stepRun, NO_RUN);
  expect(after(first, one, two, one, end).run?.lines).toHaveLength(2);
  for (const events of [
    [first, two],
    [first, one, end],
    [first, second, first, one].slice(0, 1).concat(end),
    [one],
  ])
    expect(after(...events).lacks).toBe(true);
  expect(after(first, second, one, end, first)).toEqual(after(second));
});
