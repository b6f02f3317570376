import { afterAll, expect, test } from "vitest";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { programs } from "@/lib/assistant/analysers/programs";
import type { Analysis } from "@/lib/assistant/problem";
import { isCheckedLanguage, LANGUAGES } from "@/lib/contracts/languages";
import { createLogger } from "@/lib/logger";

/** The product's own processes. What they find is measured with lib/assistant/cases. */

const analysers = createAnalysers({ logger: createLogger("silent") });
afterAll(() => analysers.stop());

/** By the clock on the wall: 5 s of processor time, on a machine that is busy. */
const LIMIT_MS = 20_000;
const SLACK_MS = 3_000;

const rules = ({ problems }: Analysis) =>
  problems.map(({ source, rule, start }) => `${source}:${rule} ${start.line}:${start.column}`);

test("what is said to be checked is what some program knows", () => {
  const known = new Set(programs().flatMap(({ languages }) => languages));
  expect(
    LANGUAGES.map(({ id }) => id)
      .filter(isCheckedLanguage)
      .sort(),
  ).toEqual([...known].sort());
});

test("what is found comes with its place, its page and its fix", async () => {
  const text = "import os\n\nprint(1)\n";
  const found = await analysers.analyse("1", { language: "python", name: "a.py", text });
  expect(found).toMatchObject({
    text,
    missing: [],
    problems: [
      {
        source: "ruff",
        rule: "F401",
        severity: "info",
        start: { line: 1, column: 8 },
        fix: { edits: [{ start: { line: 1, column: 1 }, end: { line: 2, column: 1 }, text: "" }] },
        url: "https://docs.astral.sh/ruff/rules/unused-import",
      },
    ],
  });
});

test.each<[string, string, string, string]>([
  ["dockerfile", "Dockerfile", "FROM\n", "dockerfile-utils:2 1:1"],
  ["lua", "a.lua", "local x = = 1\n", "luaparse:syntax 1:11"],
  ["markdown", "a.md", "# A\n\n(b)[https://example.com]\n", "markdownlint:MD011 3:1"],
  ["toml", "a.toml", "a = 1\nb = \n", "smol-toml:syntax 2:4"],
  ["xml", "a.xml", "<a>\n<b></a>\n", "saxes:syntax 2:7"],
  ["yaml", "a.yaml", 'name: "é😀" x\n', "yaml:syntax 1:13"],
  ["ruby", "a.rb", 'é = "😀"\nif é == 1 then é = é end\nputs(', "prism:syntax 3:5"],
  ["go", "a.go", 'package a\n\nvar s = "é😀" +\n', "gofmt:syntax 3:15"],
  ["go", "many.go", `package a\n\nfunc f() {\n\tx := = 1\n${"\t) = (\n".repeat(40)}}\n`, "gofmt:syntax 4:7"],
])("%s is read by its own parser", async (language, name, text, expected) => {
  expect(rules(await analysers.analyse(name, { language, name, text }))[0]).toBe(expected);
});

test("the fast ones are told early, and in the end the compiler alone tells of syntax", async () => {
  const early: Analysis[] = [];
  const text = 'const s = ("a";\nfor (const x of [s]) {\n  const r = new RegExp("a");\n}\n';
  const input = { language: "typescript", name: "a.ts", text };
  const last = await analysers.analyse("ts", input, { early: (analysis) => early.push(analysis) });
  expect(early.map(rules)).toEqual([
    expect.arrayContaining(["tandem:syntax 1:15"]),
    expect.arrayContaining(["typescript:syntax 1:15"]),
  ]);
  expect(
    last.problems.filter(({ severity }) => severity === "error").map(({ source }) => source),
  ).not.toContain("tandem");
  expect(last.missing).toEqual([]);
});

test("a text without a language, or of one that nobody reads, has no findings", async () => {
  for (const language of ["plaintext", "kotlin", "klingon"])
    expect(await analysers.analyse(language, { language, name: "a", text: "x = = 1" })).toEqual({
      text: "x = = 1",
      problems: [],
      missing: [],
    });
});

test("an empty text and one of characters that are none are no trouble in any language", async () => {
  for (const { id: language } of LANGUAGES)
    for (const text of ["", "\n", "\ud800\n\0\n\udc00x\u2028"]) {
      const { missing } = await analysers.analyse(language, { language, name: `a.${language}`, text });
      expect({ language, text, missing }).toEqual({ language, text, missing: [] });
    }
});

test.each<[string, string, string]>([
  ["a line of 10 MB", "python", "x".repeat(10 * 1024 ** 2)],
  ["deep nesting", "ruby", "[".repeat(100_000)],
  ["deeper than a stack", "json", "[".repeat(100_000)],
  ["quotes that never end", "java", "\"'`".repeat(100_000)],
  [
    "what makes regular expressions go back and forth",
    "php",
    `<?php function f() { ${"$a = ($b, ".repeat(3_000)}`,
  ],
])("%s ends within the limit, and others do not notice", async (_, language, text) => {
  const since = performance.now();
  const hostile = analysers.analyse("hostile", { language, name: "a", text });
  const { missing } = await analysers.analyse("kind", {
    language: "sql",
    name: "a.sql",
    text: `SELECT 1; -- ${language}`,
  });
  expect(missing).toEqual([]);
  await hostile;
  expect(performance.now() - since).toBeLessThan(LIMIT_MS + SLACK_MS);
});
