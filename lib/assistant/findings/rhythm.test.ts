import { expect, test } from "vitest";
import { createRhythms } from "./rhythm";

const LEAST = 100;
const MOST = 400;

/** Edits of one file with so much between them; answers the pause after the last. */
function after(gaps: readonly number[], rhythms = createRhythms(LEAST, MOST)): number {
  let now = 5_000;
  let pause = rhythms.edited(1, now);
  for (const gap of gaps) {
    now += gap;
    pause = rhythms.edited(1, now);
  }
  return pause;
}

/** Of somebody who types a key every so many milliseconds. */
const steadily = (gap: number) => after(Array.from({ length: 20 }, () => gap));

test("a pause is longer than the time between two keys, which is long for who types slowly", () => {
  expect(after([])).toBe(140);
  expect(steadily(20)).toBe(LEAST);
  expect(steadily(120)).toBeCloseTo(168, 0);
  expect(steadily(900)).toBe(MOST);
});

test("what a pause is follows the typing, and a rest between two bursts is none of it", () => {
  const slower = after([100, 100, 200, 200, 200]);
  expect(slower).toBeGreaterThan(steadily(100));
  expect(slower).toBeLessThan(steadily(200));
  expect(after([130, 60_000])).toBe(after([130]));
});

test("each file has a rhythm of its own, and those edited longest ago are forgotten", () => {
  const rhythms = createRhythms(LEAST, MOST);
  const first = rhythms.edited(1, 0);
  expect(rhythms.edited(1, 300)).toBeGreaterThan(first);
  expect(rhythms.edited(2, 300)).toBe(first);
  for (let other = 3; other < 1_100; other += 1) rhythms.edited(other, 300);
  expect(rhythms.edited(1, 400)).toBe(first);
});
