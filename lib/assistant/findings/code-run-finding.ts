import type { Problem } from "../problem";
import { anchorProblems } from "./anchor-problems";
import type { FrozenText } from "./anchors";
import type { FileFindings, FindingsChange } from "./ports";

/** What stands in a finding as its run when code that was run has failed there: no run of the model has such an id. */
export const CODE_RUN = -1;

/** Where running the file has failed: a line of its text, from 1, and the error's own words. */
export interface CodeProblem {
  line: number;
  message: string;
}

/** The finding of the last run in place of the one before; null takes that away. Dismissed ones stay so. */
export function replaceOfCodeRun(
  { findings }: FileFindings,
  frozen: FrozenText,
  problem: CodeProblem | null,
): FindingsChange | null {
  const found = anchorProblems(frozen, problem === null ? [] : problemsOf(frozen, problem), "code run");
  const before = findings.filter(({ run }) => run === CODE_RUN);
  const dismissed = new Set(before.filter(({ status }) => status === "dismissed").map(({ key }) => key));
  const remove = before.filter(({ status }) => status !== "dismissed").map(({ id }) => id);
  const fresh = found.filter(({ key }) => !dismissed.has(key));
  if (fresh.length + remove.length === 0) return null;
  return { insert: fresh.map((one) => ({ ...one, run: CODE_RUN, version: frozen.version })), remove };
}

function problemsOf({ text }: FrozenText, { line, message }: CodeProblem): Problem[] {
  const shown = text.split("\n")[line - 1];
  if (shown === undefined) return [];
  return [
    {
      ...{ source: "run", rule: message.split(":")[0] ?? "error", category: "error", severity: "error" },
      message,
      start: { line, column: shown.length - shown.trimStart().length + 1 },
      end: { line, column: shown.trimEnd().length + 1 },
      ...{ fix: null, url: null },
    },
  ];
}
