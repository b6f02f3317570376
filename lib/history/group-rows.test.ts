import { expect, test } from "vitest";
import { GROUP_LONGEST_MS, GROUP_PAUSE_MS, GROUP_ROWS_MAX, groupRows } from "./group-rows";
import type { LoggedRow } from "./ports";

const row = (seq: number, ms: number, userId = 1): LoggedRow => ({ seq, userId, at: new Date(ms) });
const shape = (rows: LoggedRow[], after = 0, ends: number[] = []) =>
  groupRows(after, rows, ends).map(({ fromSeq, seq, closed }) => [fromSeq, seq, closed]);

test("a longer pause ends a group, and the last one grows", () => {
  const rows = [row(4, 0), row(5, GROUP_PAUSE_MS), row(6, 2 * GROUP_PAUSE_MS + 1)];
  expect(shape(rows, 3)).toEqual([
    [3, 5, true],
    [5, 6, false],
  ]);
});

test("typing without a pause is cut by time and by rows", () => {
  const minutes = Array.from({ length: 32 }, (_, n) => row(n + 1, n * 60_000));
  const cut = 1 + GROUP_LONGEST_MS / 60_000;
  expect(shape(minutes)).toEqual([
    [0, cut, true],
    [cut, 32, false],
  ]);
  const many = Array.from({ length: GROUP_ROWS_MAX + 1 }, (_, n) => row(n + 1, n));
  expect(shape(many)).toEqual([
    [0, GROUP_ROWS_MAX, true],
    [GROUP_ROWS_MAX, GROUP_ROWS_MAX + 1, false],
  ]);
});

test("a group ends where it must, also the last one", () => {
  expect(shape([row(1, 0), row(2, 1), row(3, 2)], 0, [1, 3])).toEqual([
    [0, 1, true],
    [1, 3, true],
  ]);
});

test("authors come in the order in which they began, and the last one wrote last, also when a clock went back", () => {
  const [group] = groupRows(0, [row(1, 90_000, 7), row(2, 5, 3), row(3, 6, 7)], []);
  expect(group).toMatchObject({ authors: [7, 3], userId: 7, at: new Date(6) });
});

test("however the log is read in pieces, the past is grouped alike", () => {
  const rows = Array.from({ length: 400 }, (_, n) => row(n + 1, n * n * 7, n % 3));
  const whole = shape(rows);
  for (let known = 1; known < rows.length; known += 1) {
    const closed = shape(rows.slice(0, known)).filter(([, , isClosed]) => isClosed);
    const after = Number(closed.at(-1)?.[1] ?? 0);
    expect([...closed, ...shape(rows.slice(after), after)]).toEqual(whole);
  }
});
