import { afterAll, expect, test } from "vitest";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import { createLogger } from "@/lib/logger";

const analysers = createAnalysers({ logger: createLogger("silent") });
afterAll(() => analysers.stop());

test("what is found comes with its place, its page and its fix", async () => {
  const text = "import os\n\nprint(1)\n";
  const {
    problems,
    missing,
    text: of,
  } = await analysers.analyse("1", { language: "python", name: "a.py", text });
  expect({ missing, of }).toEqual({ missing: [], of: text });
  expect(problems).toMatchObject([
    {
      source: "ruff",
      rule: "F401",
      severity: "info",
      start: { line: 1, column: 8 },
      fix: { edits: [{ start: { line: 1, column: 1 }, end: { line: 2, column: 1 }, text: "" }] },
      url: "https://docs.astral.sh/ruff/rules/unused-import",
    },
  ]);
});
