import { expect, test } from "vitest";
import { tidied } from "@/lib/assistant/analysers/tidy";
import type { Problem } from "@/lib/assistant/problem";

type Place = [line: number, column: number];

const at = ([line, column]: Place) => ({ line, column });

function tidy(text: string, start: Place, end: Place, edits: [Place, Place, string][] = []) {
  const problem: Problem = {
    source: "test",
    rule: "rule",
    category: "bug",
    severity: "info",
    message: "Something",
    start: at(start),
    end: at(end),
    fix: { title: "Fix", edits: edits.map(([from, to, by]) => ({ start: at(from), end: at(to), text: by })) },
    url: null,
  };
  const [result] = tidied([problem], text);
  return result;
}

test("a place behind the end of the text becomes its last character", () => {
  expect(tidy("ab\n", [9, 9], [9, 12])).toMatchObject({
    start: { line: 2, column: 1 },
    end: { line: 2, column: 2 },
  });
  expect(tidy("ab", [1, 9], [1, 9])).toMatchObject({
    start: { line: 1, column: 2 },
    end: { line: 1, column: 3 },
  });
});

test("a problem of many lines is shown on its first", () => {
  expect(tidy("  one  \ntwo\n", [1, 3], [2, 2])).toMatchObject({
    start: { line: 1, column: 3 },
    end: { line: 1, column: 6 },
  });
});

test("an edit up to the line behind the last one ends where the text does", () => {
  expect(tidy("import os", [1, 8], [1, 10], [[[1, 1], [2, 1], ""]])?.fix?.edits).toEqual([
    { start: { line: 1, column: 1 }, end: { line: 1, column: 10 }, text: "" },
  ]);
});

test("a fix that does nothing, or whose edits overlap, is none", () => {
  expect(tidy("abc", [1, 1], [1, 2])?.fix).toBeNull();
  expect(tidy("abc", [1, 1], [1, 2], [[[1, 1], [1, 2], "a"]])?.fix).toBeNull();
  expect(
    tidy(
      "abcd",
      [1, 1],
      [1, 2],
      [
        [[1, 1], [1, 3], "x"],
        [[1, 2], [1, 4], "y"],
      ],
    )?.fix,
  ).toBeNull();
  expect(
    tidy(
      "abcd",
      [1, 1],
      [1, 2],
      [
        [[1, 3], [1, 4], "x"],
        [[1, 1], [1, 3], "y"],
      ],
    )?.fix?.edits,
  ).toHaveLength(2);
});
