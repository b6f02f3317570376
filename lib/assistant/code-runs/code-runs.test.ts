import { beforeEach, expect, test, vi } from "vitest";
import { type Caller, createLiveFeatures, type RegisteredFeatures } from "@/lib/collab/live-features";
import { CLOSE_CODES } from "@/lib/contracts/close-codes";
import type { FeatureEvent } from "@/lib/contracts/features";
import { RUN_LINE_MAX, type RunEvent, type RunLine } from "@/lib/contracts/run";
import { createLogger } from "@/lib/logger";
import type { CodeProblem } from "../findings/code-run-finding";
import { serveCodeRuns } from "./code-runs";
import { NO_RUN, stepRun } from "./run-state";

const FILE = 7;
const GONE_MS = 40;
const caller = (userId: number, role: Caller["role"]): Caller => ({
  ...{ fileId: FILE, userId, username: `person ${userId}`, connectionId: `c${userId}`, role },
});
const [ada, ben, viewer] = [caller(1, "owner"), caller(2, "collaborator"), caller(3, "viewer")];
const line = (text: string): RunLine => ({ stream: "out", text, line: null });

let features: RegisteredFeatures;
let told: RunEvent[];
let problems: (CodeProblem | null)[];

beforeEach(() => {
  features = createLiveFeatures(createLogger("silent"));
  told = [];
  problems = [];
  const tell = (_fileId: number, event: FeatureEvent) => {
    if (event.name === "run") told.push(event.payload);
  };
  const replaceOfRun = async (_fileId: number, problem: CodeProblem | null) => void problems.push(problem);
  serveCodeRuns({ engine: { tell }, features, findings: { replaceOfRun }, goneMs: GONE_MS });
});

const start = async (who: Caller): Promise<number> => {
  const answer = await features.ask("run_start", who, { language: "python" });
  return (answer as { run_id: number }).run_id;
};
/** What everybody has, and what a newcomer is sent. */
const shown = async () => {
  const state = await features.states().get("run")?.(FILE);
  const heard = told.reduce(stepRun, NO_RUN).run;
  if (state?.name !== "run" || state.payload.kind !== "state") throw new Error("no state");
  expect(state.payload.run).toEqual(heard);
  return heard;
};
const refused = (code: number) => ({ error: expect.objectContaining({ code }) });

test("one run of a file at a time; its output, its end and where it failed are told", async () => {
  const run_id = await start(ada);
  expect(await features.ask("run_start", ben, { language: "python" })).toEqual(refused(CLOSE_CODES.invalid));
  await features.ask("run_output", ada, { run_id, lines: [line("one")] });
  await features.ask("run_output", ada, { run_id, lines: [line("two 🎈")] });
  const problem = { line: 3, message: "ZeroDivisionError: division by zero" };
  expect(await features.ask("run_end", ada, { run_id, status: "failed", problem })).toEqual({});
  expect(await shown()).toMatchObject({ status: "failed", lines: [line("one"), line("two 🎈")] });
  expect(problems).toEqual([problem]);
  await start(ben);
  expect(await shown()).toMatchObject({ status: "running", by: { id: 2 }, lines: [] });
});

test("I6: a viewer starts none and stops any; only who runs it says what it prints", async () => {
  expect(await features.ask("run_start", viewer, { language: "python" })).toEqual(
    refused(CLOSE_CODES.removed),
  );
  const run_id = await start(ada);
  expect(await features.ask("run_output", ben, { run_id, lines: [line("forged")] })).toEqual(
    refused(CLOSE_CODES.notFound),
  );
  expect(await features.ask("run_stop", viewer, { run_id })).toEqual({});
  expect(await features.ask("run_output", ada, { run_id, lines: [line("late")] })).toEqual(
    refused(CLOSE_CODES.notFound),
  );
  expect(await shown()).toMatchObject({ status: "stopped", stopped_by: "person 3", lines: [] });
});

test("output is cut at its limits, and what has no such form is refused", async () => {
  const run_id = await start(ada);
  for (const text of ["x".repeat(RUN_LINE_MAX + 1), "\u001b[31m", "two\nlines"]) {
    const answer = await features.ask("run_output", ada, { run_id, lines: [line(text)] });
    expect(answer).toEqual(refused(CLOSE_CODES.invalid));
  }
  for (let n = 0; n < 8; n += 1) {
    await features.ask("run_output", ada, { run_id, lines: Array.from({ length: 250 }, () => line("x")) });
  }
  expect(await shown()).toMatchObject({ status: "running" });
  await features.ask("run_output", ada, { run_id, lines: [line("one too many")] });
  const run = await shown();
  expect(run?.status).toBe("output");
  expect(run?.lines).toHaveLength(2_000);
});

test("a run whose page says nothing more is lost; a sign keeps it", async () => {
  vi.useFakeTimers();
  try {
    const run_id = await start(ada);
    vi.advanceTimersByTime(GONE_MS - 1);
    await features.ask("run_output", ada, { run_id, lines: [] });
    vi.advanceTimersByTime(GONE_MS - 1);
    expect(await shown()).toMatchObject({ status: "running" });
    vi.advanceTimersByTime(1);
    expect(await shown()).toMatchObject({ status: "lost" });
  } finally {
    vi.useRealTimers();
  }
});

test("of two that begin at once in two processes the same one stays everywhere", async () => {
  await start(ada);
  const first = told[0];
  if (first?.kind !== "started") throw new Error("not started");
  const second: RunEvent = { kind: "started", run: { ...first.run, id: first.run.id + 1 } };
  const orders = [
    [first, second],
    [second, first],
  ];
  for (const order of orders) expect(order.reduce(stepRun, NO_RUN).run?.id).toBe(first.run.id);
  const missed: RunEvent = { kind: "output", run_id: first.run.id, at: 2, lines: [line("third")] };
  expect([first, missed].reduce(stepRun, NO_RUN).lacks).toBe(true);
});
