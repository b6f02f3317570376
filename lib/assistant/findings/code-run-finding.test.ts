import { expect, test } from "vitest";
import * as Y from "yjs";
import { freezeText } from "./anchors";
import { replaceOfCodeRun } from "./code-run-finding";
import type { FileFindings, StoredFinding } from "./ports";

const text = new Y.Doc().getText("content");
text.insert(0, "a = 0\n  1 / a 🎈\n");
const frozen = freezeText(text, 4);
const problem = { line: 2, message: "ZeroDivisionError: division by zero" };
const file = (findings: StoredFinding[]): FileFindings => ({
  ...{ fileId: 1, name: "a.py", language: "python", analysis: null, revision: 0, findings },
});
const found = (status: StoredFinding["status"]): StoredFinding => {
  const [insert] = replaceOfCodeRun(file([]), frozen, problem)?.insert ?? [];
  if (insert === undefined) throw new Error("nothing was found");
  return { ...insert, id: 1, status, appliedBy: null };
};

test("where the code failed is an error at the line's text", () => {
  expect(found("open")).toMatchObject({
    ...{ source: "run", rule: "ZeroDivisionError", category: "error", severity: "error", version: 4 },
    anchor: frozen.anchor(8, 16),
  });
});

test("the next run's takes its place, or nothing does", () => {
  expect(replaceOfCodeRun(file([found("open")]), frozen, null)).toEqual({ insert: [], remove: [1] });
  expect(replaceOfCodeRun(file([]), frozen, null)).toBeNull();
  expect(replaceOfCodeRun(file([]), frozen, { ...problem, line: 99 })).toBeNull();
});

test("what was dismissed stays dismissed", () => {
  expect(replaceOfCodeRun(file([found("dismissed")]), frozen, problem)).toBeNull();
});
