import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { programs } from "@/lib/assistant/analysers/programs";
import { applyEdits } from "@/lib/assistant/cases/apply-edits";
import { readCases } from "@/lib/assistant/cases/cases";
import { evaluate } from "@/lib/assistant/cases/evaluate";
import { complaints, score } from "@/lib/assistant/cases/table";
import type { Analysers } from "@/lib/assistant/problem";
import { createLogger } from "@/lib/logger";
import { locateClang } from "@/scripts/lib/clang.mjs";

/** The real clang, as the product asks it: beside our own rules. Long tests, since it is 103 MB that few have. */
let analysers: Analysers;
beforeAll(async () => {
  analysers = createAnalysers({ logger: createLogger("silent"), use: programs([], await locateClang()) });
});
afterAll(() => analysers?.stop());

const check = async (name: string, text: string) => {
  const language = name.endsWith(".c") ? "c" : "cpp";
  const { problems, missing } = await analysers.analyse(name, { language, name, text });
  expect(missing).toEqual([]);
  return problems;
};
const said = async (name: string, text: string) =>
  (await check(name, text)).map(({ source, rule, start }) => `${source}:${rule} ${start.line}`);

test("what it finds comes with its page, and with a fix that is made at the right place", async () => {
  const text =
    '#include <stdio.h>\nint main(void) {\n  const char *s = "🌲"; int x = 1\n  printf("%d %s\\n", x, s);\n  return 0;\n}\n';
  const [found] = await check("a.c", text);
  expect(found).toMatchObject({ source: "clang", rule: "syntax", severity: "error", start: { line: 3 } });
  expect(applyEdits(text, found?.fix?.edits ?? [])).toContain("int x = 1;\n");
  const uninitialised = await check("b.c", "int f(int a) {\n  int r;\n  if (a) r = 1;\n  return r;\n}\n");
  expect(uninitialised).toMatchObject([
    { rule: expect.stringMatching(/uninitialized/), url: expect.stringContaining("clang.llvm.org") },
  ]);
});

test("types of C++ and its library are known", async () => {
  const text =
    '#include <map>\n#include <string>\nint main() {\n  std::map<std::string, int> counts;\n  counts["a"] = "one";\n  return 0;\n}\n';
  expect(await said("a.cpp", text)).toEqual(["clang:error 5"]);
});

test("where a header is not there, nothing that may depend on it is said", async () => {
  const text =
    '#include "project/queue.h"\nint main(void) {\n  struct queue *q = queue_new(3);\n  if (q = 0) return 1;\n  return queue_size(q);\n}\n';
  const found = await said("c.c", text);
  expect(found.every((one) => / 4$/.test(one))).toBe(true);
  expect(found).toHaveLength(1);
});

test.each(["/etc/passwd", "../../../../etc/passwd", "/proc/self/environ"])("%s is not read", async (file) => {
  const found = await check("d.c", `#include "${file}"\n#include <stdio.h>\nint x = 1\n`);
  expect(JSON.stringify(found)).not.toMatch(/root:|PATH=/);
  const embedded = await check(
    "e.c",
    `const char s[] = {\n#embed "${file}"\n};\nint x[sizeof s - 0] = "";\n`,
  );
  expect(JSON.stringify(embedded)).not.toMatch(/root:|PATH=/);
});

test("a text on which it would take for ever ends it, and the next one is served", async () => {
  const more = Array.from({ length: 12 }, (_, n) => `#define M${n + 1} ${`M${n} `.repeat(10)}\n`);
  const endless = `#define M0 1 +\n${more.join("")}int x = M12 1;\n`;
  const { missing } = await analysers.analyse("g", { language: "c", name: "g.c", text: endless });
  expect(missing).toContain("clang");
  expect(await said("h.c", "int f(void) { return g(); }\n")).toHaveLength(1);
}, 120_000);

test.each(["tune", "opened"] as const)(
  "of the labelled cases of part %s all are found that are without it, and clean files stay silent",
  async (part) => {
    const cases = readCases(part).filter(({ input }) => ["c", "cpp"].includes(input.language));
    const outcomes = await evaluate(cases, async (input) => check(input.name, input.text));
    const { bugs, found, clean, silent, fixes, harmless } = score(outcomes);
    expect({ found, silent, harmless }, complaints(outcomes).join("\n")).toEqual({
      found: bugs,
      silent: clean,
      harmless: fixes,
    });
  },
  120_000,
);
