import { expect, test } from "vitest";
import { merge } from "@/lib/assistant/analysers/merge";
import type { Problem } from "@/lib/assistant/problem";
import { FINDINGS_SHOWN_MAX } from "@/lib/contracts/limits";

const fix: Problem["fix"] = {
  title: "Fix",
  edits: [{ start: { line: 1, column: 1 }, end: { line: 1, column: 2 }, text: "" }],
};

function problem(
  source: string,
  rule: string,
  line: number,
  column = 1,
  more: Partial<Problem> = {},
): Problem {
  return {
    source,
    rule,
    category: "bug",
    severity: "warning",
    message: "Something",
    start: { line, column },
    end: { line, column: column + 1 },
    fix: null,
    url: null,
    ...more,
  };
}

const shown = (problems: Problem[]) =>
  problems.map(({ source, rule, start }) => `${source}:${rule} ${start.line}:${start.column}`);

test("what two tools find on one line is one finding, from the one that offers a fix", () => {
  const compiler = problem("typescript", "6133", 3, 7, { severity: "info" });
  const linter = problem("eslint", "no-unused-vars", 3, 7, { severity: "warning" });
  expect(shown(merge([linter, { ...compiler, fix }]))).toEqual(["typescript:6133 3:7"]);
  expect(shown(merge([compiler, linter]))).toEqual(["eslint:no-unused-vars 3:7"]);
});

test("two unused names on one line stay two, and the same elsewhere stays", () => {
  const names = [
    problem("ruff", "F401", 1, 8),
    problem("ruff", "F401", 1, 12),
    problem("ruff", "F401", 2, 8),
  ];
  expect(shown(merge([...names, ...names]))).toEqual(["ruff:F401 1:8", "ruff:F401 1:12", "ruff:F401 2:8"]);
});

test("different problems of one line all stay", () => {
  expect(
    merge([problem("ruff", "F401", 1), problem("ruff", "E711", 1), problem("tandem", "x", 1)]),
  ).toHaveLength(3);
});

test("of syntax errors each line has one", () => {
  expect(merge([problem("prism", "syntax", 4, 1), problem("tandem", "syntax", 4, 9)])).toHaveLength(1);
});

test("errors come first, then the place decides, and there is an end", () => {
  const many = Array.from({ length: FINDINGS_SHOWN_MAX + 20 }, (_, line) =>
    problem("ruff", "B007", line + 1),
  );
  const merged = merge([...many.toReversed(), problem("ruff", "F821", 999, 1, { severity: "error" })]);
  expect(merged).toHaveLength(FINDINGS_SHOWN_MAX);
  expect(shown(merged).slice(0, 3)).toEqual(["ruff:F821 999:1", "ruff:B007 1:1", "ruff:B007 2:1"]);
});
