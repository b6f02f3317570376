import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSchedule, SCHEDULE_TIMES, type Schedule } from "./schedule";

const { pauseMost, waitLeast, waitMost, fallback, retry } = SCHEDULE_TIMES;
const FILE = 1;

let schedule: Schedule;
let runs: number;
let done: (() => void) | null;
let goOn: (() => void) | null;

beforeEach(() => {
  vi.useFakeTimers();
  runs = 0;
  done = null;
  schedule = createSchedule(async (_, mayGoOn) => {
    runs += 1;
    goOn = mayGoOn;
    await new Promise<void>((resolve) => (done = resolve));
  });
});
afterEach(() => {
  schedule.stop();
  vi.useRealTimers();
});

const finish = async () => {
  done?.();
  done = null;
  await vi.advanceTimersByTimeAsync(0);
};

/** Types every 100 ms for so long: a pause is then two fifths longer. */
const PAUSE = 140;
function type(ms: number, by: "here" | "elsewhere" = "here"): void {
  for (let at = 0; at < ms; at += 100) {
    schedule.moved(FILE, by);
    vi.advanceTimersByTime(100);
  }
}

test("a text is analysed once nobody has typed for a pause", () => {
  type(1_000);
  expect(runs).toBe(0);
  vi.advanceTimersByTime(PAUSE - 101);
  expect(runs).toBe(0);
  vi.advanceTimersByTime(1);
  expect(runs).toBe(1);
});

test("a single edit is analysed soon", () => {
  schedule.moved(FILE, "here");
  vi.advanceTimersByTime(PAUSE);
  expect(runs).toBe(1);
});

test("while somebody goes on it is analysed all the same, one run at a time", async () => {
  type(waitLeast + 100);
  expect(runs).toBe(1);
  type(waitLeast * 3); // the first run takes its time
  expect(runs).toBe(1);
  await finish();
  vi.advanceTimersByTime(pauseMost);
  expect(runs).toBe(2);
  await finish();
  vi.advanceTimersByTime(waitMost * 10);
  expect(runs).toBe(2);
});

test("while somebody goes on, what takes long is done less often, up to a bound; a pause is as good as ever", async () => {
  const takes = async (ms: number) => {
    type(100);
    vi.advanceTimersByTime(PAUSE - 100);
    vi.advanceTimersByTime(ms);
    await finish();
    runs = 0;
  };
  await takes(200);
  type(200 * 20 - 100);
  expect(runs).toBe(0);
  type(200);
  expect(runs).toBe(1);
  await finish();
  await takes(5_000);
  type(waitMost - 100);
  expect(runs).toBe(0);
  type(200);
  expect(runs).toBe(1);
});

test("the next run begins when the one before has told what is found fast, not when it ends", () => {
  type(100);
  vi.advanceTimersByTime(PAUSE);
  expect(runs).toBe(1);
  type(100);
  vi.advanceTimersByTime(PAUSE);
  expect(runs).toBe(1);
  goOn?.();
  expect(runs).toBe(2);
  goOn?.();
  vi.advanceTimersByTime(waitMost * 10);
  expect(runs).toBe(2);
});

test("after an edit of another process it is looked at later, unless that one says that it is done", () => {
  type(100, "elsewhere");
  vi.advanceTimersByTime(fallback - 101);
  expect(runs).toBe(0);
  vi.advanceTimersByTime(1);
  expect(runs).toBe(1);
});

test("who wrote last analyses: an edit of another process puts one's own off", () => {
  type(500);
  type(500, "elsewhere");
  vi.advanceTimersByTime(pauseMost * 2);
  expect(runs).toBe(0);
});

test("what was missed is done at once, what failed a while later, and what is due stays so", async () => {
  schedule.failed(FILE);
  vi.advanceTimersByTime(retry - 1);
  schedule.missed(FILE);
  expect(runs).toBe(0);
  vi.advanceTimersByTime(1);
  expect(runs).toBe(1);
  await finish();
  schedule.missed(FILE);
  vi.advanceTimersByTime(0);
  expect(runs).toBe(2);
});

test("nothing is analysed after a stop", () => {
  type(200);
  schedule.stop();
  schedule.moved(FILE, "here");
  vi.advanceTimersByTime(60_000);
  expect(runs).toBe(0);
});
