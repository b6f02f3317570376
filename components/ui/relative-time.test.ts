import { describe, expect, it } from "vitest";
import { dayAndTime, relativeTime, shortDay, timeUntil } from "./relative-time";

const NOW = Date.parse("2026-11-25T10:40:30.000Z");
const at = (time: string) => relativeTime(Date.parse(time), NOW, "UTC");

describe("relativeTime", () => {
  it.each([
    ["2026-11-25T10:40:31.000Z", "just now"],
    ["2026-11-25T10:39:31.000Z", "just now"],
    ["2026-11-25T10:39:30.000Z", "1 min ago"],
    ["2026-11-25T09:40:31.000Z", "59 min ago"],
    ["2026-11-25T09:40:30.000Z", "1 h ago"],
    ["2026-11-24T10:40:31.000Z", "23 h ago"],
    ["2026-11-24T10:40:30.000Z", "yesterday"],
    ["2026-11-24T00:00:00.000Z", "yesterday"],
    ["2026-11-23T23:59:59.000Z", "23 Nov"],
    ["2026-01-01T00:00:00.000Z", "1 Jan"],
    ["2025-12-31T23:59:59.000Z", "31 Dec 2025"],
  ])("%s is %s", (time, words) => {
    expect(at(time)).toBe(words);
  });

  it("goes by the days of the reader's own zone", () => {
    const time = Date.parse("2026-11-23T23:30:00.000Z");
    expect(relativeTime(time, NOW, "Europe/Berlin")).toBe("yesterday");
    expect(relativeTime(time, NOW, "America/New_York")).toBe("23 Nov");
  });
});

it("shortDay says the day in the given zone", () => {
  const time = Date.parse("2026-11-29T23:40:00.000Z");
  expect([shortDay(time, "UTC"), shortDay(time, "Asia/Tokyo")]).toEqual(["29 Nov", "30 Nov"]);
});

it("dayAndTime says day and time in the given zone", () => {
  const time = Date.parse("2026-11-29T10:40:00.000Z");
  expect(dayAndTime(time, "UTC")).toBe("29 November, 10:40");
  expect(dayAndTime(time, "Asia/Tokyo")).toBe("29 November, 19:40");
});

describe("timeUntil", () => {
  it.each([
    [6.99 * 24 * 60, "7 days"],
    [24 * 60 - 1, "1 day"],
    [19.2 * 60, "19 hours"],
    [60, "1 hour"],
    [59.5, "1 hour"],
    [58.5, "59 minutes"],
    [0.2, "1 minute"],
    [-5, "1 minute"],
  ])("%d minutes ahead is %s", (minutes, words) => {
    expect(timeUntil(NOW + minutes * 60_000, NOW)).toBe(words);
  });
});
