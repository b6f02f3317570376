import { applyEdits } from "@/lib/assistant/cases/apply-edits";
import type { Case } from "@/lib/assistant/cases/cases";
import type { Label } from "@/lib/assistant/cases/labels";
import type { AnalysisInput, Problem } from "@/lib/assistant/problem";
import { SEVERITIES, type Severity } from "@/lib/contracts/findings";

/** How far above or below its label a finding may start, in lines. */
const NEAR_LINES = 1;

export type Analyse = (input: AnalysisInput) => Promise<readonly Problem[]>;

/** What became of one case. */
export interface Outcome {
  file: string;
  language: string;
  bugs: number;
  found: number;
  /** Labels that no finding fits. */
  missed: Label[];
  /** Labels found, but without the fix that they ask for. */
  unfixed: Label[];
  /** Clean file: its findings of severity warning or error. */
  noise: Problem[];
  fixes: number;
  /** Fixes that left an error which was not there before. */
  harmful: Problem[];
}

/** Analyses each case, and again with each fix that was offered. */
export async function evaluate(cases: readonly Case[], analyse: Analyse): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const one of cases) outcomes.push(await evaluateOne(one, analyse));
  return outcomes;
}

async function evaluateOne({ file, input, labels }: Case, analyse: Analyse): Promise<Outcome> {
  const problems = await analyse(input);
  const matches = labels.map((label) => ({
    label,
    fitting: problems.filter((problem) => fits(problem, label)),
  }));
  const harmful: Problem[] = [];
  const fixable = problems.filter(({ fix }) => fix !== null);
  for (const problem of fixable) {
    if (await doesHarm(problem, problems, input, analyse)) harmful.push(problem);
  }
  return {
    file,
    language: input.language,
    bugs: labels.length,
    found: matches.filter(({ fitting }) => fitting.length > 0).length,
    missed: matches.filter(({ fitting }) => fitting.length === 0).map(({ label }) => label),
    unfixed: matches
      .filter(
        ({ label, fitting }) => label.fix && fitting.length > 0 && fitting.every(({ fix }) => fix === null),
      )
      .map(({ label }) => label),
    noise: labels.length > 0 ? [] : problems.filter(({ severity }) => isAtLeast(severity, "warning")),
    fixes: fixable.length,
    harmful,
  };
}

function fits({ start, category, severity }: Problem, label: Label): boolean {
  const last = label.until ?? label.line;
  return (
    start.line >= label.line - NEAR_LINES &&
    start.line <= last + NEAR_LINES &&
    [label.category].flat().includes(category) &&
    isAtLeast(severity, label.severity)
  );
}

const isAtLeast = (severity: Severity, least: Severity) =>
  SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);

/** A fix must mend what it is for, and leave no error that was not there. */
async function doesHarm(
  problem: Problem,
  before: readonly Problem[],
  input: AnalysisInput,
  analyse: Analyse,
): Promise<boolean> {
  const text = applyEdits(input.text, problem.fix?.edits ?? []);
  const after = await analyse({ ...input, text });
  const same = (a: Problem, b: Problem) =>
    a.source === b.source && a.rule === b.rule && a.message === b.message;
  const count = (all: readonly Problem[]) => all.filter((other) => same(other, problem)).length;
  const isNew = (found: Problem) => found.severity === "error" && !before.some((known) => same(known, found));
  return after.some(isNew) || count(after) >= count(before);
}
