import type ts from "typescript";
import { codeFix } from "@/lib/assistant/analysers/typescript/code-fixes";
import { meaningOf, UNUSED } from "@/lib/assistant/analysers/typescript/compiler-codes";
import { isDoubtful } from "@/lib/assistant/analysers/typescript/doubts";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { nodeAt, stretch } from "@/lib/assistant/analysers/typescript/text-places";
import { unusedSeverity } from "@/lib/assistant/analysers/typescript/unused";
import { message } from "@/lib/assistant/analysers/typescript/words";
import type { Problem } from "@/lib/assistant/problem";

/** Of a text that does not parse, only the first are meant; the others follow from them. */
const SYNTAX_ERRORS_MAX = 5;
/** To look for fixes takes as long as to find what is wrong: of many, the first get theirs. */
const FIXES_MAX = 40;
const NO_OVERLOAD_FITS = 2769;

/** What the compiler says of a text. */
export function compilerProblems(typed: Typed): Problem[] {
  const { file, service } = typed;
  const syntax = service.getSyntacticDiagnostics(file.fileName).slice(0, SYNTAX_ERRORS_MAX);
  const broken = syntax.length > 0;
  const others = service
    .getSemanticDiagnostics(file.fileName)
    .filter((found) => !standsInBroken(file, syntax, found));
  // In a broken text, what uses a name may be what is broken.
  const hints = broken ? [] : service.getSuggestionDiagnostics(file.fileName);
  let asked = 0;
  const problems = [...others, ...hints].flatMap((found) => {
    const problem = problemOf(typed, found);
    if (problem === null) return [];
    if (broken || asked === FIXES_MAX) return [problem];
    asked += 1;
    return [{ ...problem, fix: codeFix(typed, found) }];
  });
  return [...syntax.map((found) => syntaxProblem(file, found)), ...problems];
}

/** Whether a diagnostic is of a statement, at the outermost level, that does not parse. */
function standsInBroken(
  file: ts.SourceFile,
  syntax: readonly ts.Diagnostic[],
  found: ts.Diagnostic,
): boolean {
  return syntax.some(({ start = 0 }) =>
    file.statements.some(
      ({ pos, end }) =>
        pos <= start && start <= end + 1 && pos <= (found.start ?? 0) && (found.start ?? 0) <= end + 1,
    ),
  );
}

function syntaxProblem(file: ts.SourceFile, found: ts.Diagnostic): Problem {
  return { ...common(file, found), rule: "syntax", category: "error", severity: "error", fix: null };
}

function problemOf(typed: Typed, found: ts.Diagnostic): Problem | null {
  const { file, untyped } = typed;
  const meaning = meaningOf(found, untyped);
  if (meaning === null || found.file !== file || isDoubtful(typed, found)) return null;
  if (!UNUSED.has(found.code)) return { ...common(file, found), ...meaning, fix: null };
  const severity = unusedSeverity(typed, nodeAt(file, found.start ?? 0, found.length ?? 0));
  return severity === null
    ? null
    : { ...common(file, found), category: meaning.category, severity, fix: null };
}

function common(file: ts.SourceFile, found: ts.Diagnostic) {
  return {
    source: "typescript",
    rule: String(found.code),
    message: message(textOf(found)),
    ...stretch(file, found.start ?? 0, found.length ?? 1),
    url: null,
  };
}

/** The first line of what the compiler says; where that says nothing, the last, which tells the reason. */
function textOf({ code, messageText }: ts.Diagnostic): string {
  if (typeof messageText === "string") return messageText;
  if (code !== NO_OVERLOAD_FITS) return messageText.messageText;
  let deepest = messageText;
  for (let next = deepest.next?.[0]; next !== undefined; next = next.next?.[0]) deepest = next;
  return deepest.messageText;
}
