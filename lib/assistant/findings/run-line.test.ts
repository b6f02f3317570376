import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRunLine, RUN_LINE_BOUNDS, type RunLine } from "./run-line";

const { atOnce, perSecond } = RUN_LINE_BOUNDS;
let line: RunLine;
let begun: number[];

beforeEach(() => {
  vi.useFakeTimers();
  line = createRunLine();
  begun = [];
});
afterEach(() => {
  line.stop();
  vi.useRealTimers();
});

const enter = (fileId: number) => line.enter(fileId, () => begun.push(fileId));

test("after a calm nobody waits; then so many a second begin, in the order in which they came", () => {
  for (let file = 1; file <= 300; file += 1) enter(file);
  expect(begun).toHaveLength(atOnce);
  vi.advanceTimersByTime(1_000);
  expect(begun).toHaveLength(atOnce + perSecond);
  vi.advanceTimersByTime(60_000);
  expect(begun).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
});

test("who waits keeps the place, however often it asks, and can leave", () => {
  for (let file = 1; file <= atOnce + 2; file += 1) enter(file);
  const [first, second] = [atOnce + 1, atOnce + 2];
  expect([line.waits(1), line.waits(first), line.waits(second)]).toEqual([false, true, true]);
  enter(first);
  line.leave(second);
  vi.advanceTimersByTime(1_000);
  expect(begun.slice(atOnce)).toEqual([first]);
  enter(second);
  expect(begun.slice(atOnce)).toEqual([first, second]);
});

test("a calm is worth no more than one burst", () => {
  for (let file = 1; file <= atOnce; file += 1) enter(file);
  vi.advanceTimersByTime(3_600_000);
  for (let file = 1; file <= 2 * atOnce; file += 1) enter(file);
  expect(begun).toHaveLength(2 * atOnce);
});

test("nobody is called after a stop", () => {
  for (let file = 1; file <= atOnce + 1; file += 1) enter(file);
  line.stop();
  enter(400);
  vi.advanceTimersByTime(60_000);
  expect(begun).toHaveLength(atOnce);
});
