import { Workspace } from "@astral-sh/ruff-wasm-nodejs";
import { expect, test } from "vitest";
import { mendPython } from "./mend-python";

const workspace = new Workspace({ lint: { select: ["E9"] } }, 1);
const errorsIn = (text: string): number[] =>
  workspace
    .check(text)
    .filter(({ code }: { code: string | null }) => code === null || code === "invalid-syntax")
    .map(({ start_location }: { start_location: { row: number } }) => start_location.row);
const mended = (text: string) => mendPython(text, errorsIn);

test.each([
  ["a call that is not closed", "total = sum(values\nprint(total)\nother = 1\n", "other = 1"],
  ["a signature without its bracket", "def f(a, b:\n    return a\n\n\nx = 1\n", "    return a"],
  ["a condition without its colon", "if True\n    x = 1\ny = 2\n", "    x = 1"],
  ["a word that is none", "x = 1\nfro y in z:\n    print(y)\nlast = 3\n", "last = 3"],
])("%s is given up, and nothing around it", (_, text, kept) => {
  const made = mended(text);
  expect(made).not.toBeNull();
  expect(errorsIn(made?.text ?? "")).toEqual([]);
  expect(made?.text.split("\n")).toHaveLength(text.split("\n").length);
  expect(made?.text.split("\n")).toContain(kept);
  expect(made?.lines.size).toBeLessThanOrEqual(2);
});

test("a text that is no Python at all is left", () => {
  expect(mended("<<< ((( \n".repeat(50))).toBeNull();
});

test("the names of what was given up are known", () => {
  expect(mended("größe = sum(values\nprint(größe)\n")?.names).toContain("größe");
});
