import { expect, test } from "vitest";
import { createRecentMap } from "./recent-map";

test("holds what it was given, in its newest state, until it is deleted", () => {
  const map = createRecentMap<number>(10);
  map.set("a", 1);
  map.set("a", 2);
  expect(map.get("a")).toBe(2);
  map.delete("a");
  expect(map.get("a")).toBeUndefined();
});

test("what is used stays, however many others come; what is not is forgotten", () => {
  const map = createRecentMap<number>(10);
  map.set("used", 1);
  map.set("unused", 1);
  for (let n = 0; n < 100; n += 1) {
    map.set(`other ${n}`, n);
    expect(map.get("used")).toBe(1);
  }
  expect(map.get("unused")).toBeUndefined();
  const kept = Array.from({ length: 100 }, (_, n) => map.get(`other ${n}`)).filter((n) => n !== undefined);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept.at(-1)).toBe(99);
});

test("what was deleted does not come back from the older half", () => {
  const map = createRecentMap<number>(4);
  map.set("a", 1);
  map.set("b", 2);
  map.set("c", 3);
  map.delete("a");
  expect(map.get("a")).toBeUndefined();
  map.set("b", 7);
  expect(map.get("b")).toBe(7);
});
