import type { Linter } from "eslint/universal";
import ts from "typescript";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { positionAt } from "@/lib/assistant/analysers/typescript/text-places";
import { title } from "@/lib/assistant/analysers/typescript/words";
import type { Problem } from "@/lib/assistant/problem";

/** Suggestions that only silence the rule. */
const SILENCING = new Set(["floatingFixVoid", "addVoid", "wrapBraces", "prependVoid"]);
/** Suggestions that need an async function around. */
const AWAITING = new Set(["floatingFixAwait", "addAwait"]);

/** ESLint's own fix, or else its first suggestion that mends. */
export function lintFix(typed: Typed, found: Linter.LintMessage): Problem["fix"] {
  const { file } = typed;
  if (found.fix !== undefined) return oneEdit(file, `Change as ${found.ruleId} asks`, found.fix);
  const start = file.getPositionOfLineAndCharacter(found.line - 1, found.column - 1);
  const suggestion = found.suggestions?.find(
    ({ messageId = "" }) => !SILENCING.has(messageId) && (!AWAITING.has(messageId) || mayAwait(file, start)),
  );
  return suggestion === undefined ? null : oneEdit(file, title(suggestion.desc), suggestion.fix);
}

function oneEdit(
  file: ts.SourceFile,
  name: string,
  { range: [from, to], text }: { range: [number, number]; text: string },
): NonNullable<Problem["fix"]> {
  return { title: name, edits: [{ start: positionAt(file, from), end: positionAt(file, to), text }] };
}

/** Whether `await` is allowed at an offset: in an async function, or outside of all functions. */
function mayAwait(file: ts.SourceFile, offset: number): boolean {
  let innermost: ts.SignatureDeclaration | undefined;
  const look = (node: ts.Node): void => {
    if (node.getStart(file) > offset || node.end <= offset) return;
    if (ts.isFunctionLike(node)) innermost = node;
    ts.forEachChild(node, look);
  };
  ts.forEachChild(file, look);
  if (innermost === undefined) return true;
  return (
    ts.canHaveModifiers(innermost) &&
    (ts.getModifiers(innermost) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}
