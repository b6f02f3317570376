import { expect, it } from "vitest";
import { type FlagSite, placeFlag } from "./flag-place";

const free = () => false;
const site = (around: Partial<FlagSite>): FlagSite => ({
  left: 100,
  width: 50,
  atLineEnd: false,
  above: null,
  below: null,
  ...around,
});

it("stands right of its caret at a line's end", () => {
  expect(placeFlag(site({ atLineEnd: true, above: { start: 0, end: 0 } }), free)).toBe("side");
});

it("stands above, else below, where that row has no text", () => {
  const [short, indented, long] = [
    { start: 0, end: 100 },
    { start: 150, end: 300 },
    { start: 0, end: 101 },
  ];
  expect(placeFlag(site({ above: short, below: short }), free)).toBe("above");
  expect(placeFlag(site({ above: indented }), free)).toBe("above");
  expect(placeFlag(site({ above: long, below: { start: 0, end: 0 } }), free)).toBe("below");
  expect(placeFlag(site({ above: null, below: indented }), free)).toBe("below");
});

it("covers no code and no other flag: else only the cap stays", () => {
  const text = { start: 40, end: 120 };
  expect(placeFlag(site({ above: text, below: text }), free)).toBe("cap");
  expect(placeFlag(site({}), free)).toBe("cap");
  expect(placeFlag(site({ atLineEnd: true }), (place) => place === "side")).toBe("cap");
  const empty = { start: 0, end: 0 };
  expect(placeFlag(site({ above: empty, below: empty }), (place) => place === "above")).toBe("below");
});
