import plugin from "@typescript-eslint/eslint-plugin";
import type { ParserOptions } from "@typescript-eslint/parser";
import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint/universal";
import ts from "typescript";
import { lintFix } from "@/lib/assistant/analysers/typescript/lint-fixes";
import { LINT_RULES } from "@/lib/assistant/analysers/typescript/lint-rules";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { nodeAt } from "@/lib/assistant/analysers/typescript/text-places";
import { message } from "@/lib/assistant/analysers/typescript/words";
import type { Problem } from "@/lib/assistant/problem";

const linter = new Linter({ configType: "flat", cwd: "/code" });

let current: ts.Program | undefined;

/** The same for all texts: given the program with each, ESLint would read and check all of it anew. */
const CONFIG: Linter.Config[] = [
  {
    files: ["**"],
    // @ts-expect-error: the plugin declares its types by itself, stricter than ESLint's; it is made for this ESLint.
    plugins: { "@typescript-eslint": plugin },
    languageOptions: {
      parser: {
        parseForESLint: (text: string, options: ParserOptions) =>
          parser.parseForESLint(text, { ...options, programs: current ? [current] : [] }),
      },
      parserOptions: { tsconfigRootDir: "/code", ecmaFeatures: { jsx: true } },
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    rules: Object.fromEntries(
      Object.entries(LINT_RULES).map(([name, { options = [] }]) => [name, ["error", ...options]]),
    ),
  },
];

/** What ESLint says of a text that parses, with its typed rules on the compiler's own program. */
export function lintProblems(typed: Typed): Problem[] {
  const { file, program, service, input } = typed;
  if (service.getSyntacticDiagnostics(file.fileName).length > 0) return [];
  current = program;
  const messages = linter.verify(input.text, CONFIG, { filename: file.fileName });
  return messages
    .filter((found) => !isSaidBetter(found, messages))
    .flatMap((found) => problemOf(typed, found) ?? []);
}

/** An assignment in a condition is often constant as well. */
function isSaidBetter({ ruleId, line }: Linter.LintMessage, all: readonly Linter.LintMessage[]): boolean {
  if (ruleId !== "no-constant-condition") return false;
  return all.some((other) => other.ruleId === "no-cond-assign" && other.line === line);
}

function problemOf(typed: Typed, found: Linter.LintMessage): Problem | null {
  // A comment in the text can switch on rules that are not ours.
  const rule = found.ruleId === null ? undefined : LINT_RULES[found.ruleId];
  if (rule === undefined || found.ruleId === null || isMeant(typed, found)) return null;
  const start = { line: found.line, column: found.column };
  return {
    source: "eslint",
    rule: found.ruleId,
    category: rule.category,
    severity: rule.severity,
    message: message(found.message),
    start,
    end: { line: found.endLine ?? found.line, column: found.endColumn ?? found.column + 1 },
    fix: lintFix(typed, found),
    url: urlOf(found.ruleId),
  };
}

/** What is usual where it stands. */
function isMeant({ file }: Typed, { ruleId, messageId = "", line, column }: Linter.LintMessage): boolean {
  const offset = file.getPositionOfLineAndCharacter(line - 1, column - 1);
  // An async function as a listener is usual, and its errors are told; given to `forEach`, it is a loop nobody awaits.
  if (messageId === "voidReturnArgument") return !/\.forEach\(\s*$/.test(file.text.slice(0, offset));
  if (messageId.startsWith("voidReturn")) return true;
  // One item after the other may be slow; waiting again and again for one thing is what such a loop is for.
  return ruleId === "no-await-in-loop" && !isForEachItem(file, offset);
}

function isForEachItem(file: ts.SourceFile, offset: number): boolean {
  const loop = ts.findAncestor(nodeAt(file, offset, 1), (node) => ts.isIterationStatement(node, false));
  return loop !== undefined && (ts.isForOfStatement(loop) || ts.isForInStatement(loop));
}

function urlOf(rule: string): string {
  const [plugin, name] = rule.split("/");
  return plugin !== undefined && name !== undefined
    ? `https://typescript-eslint.io/rules/${name}`
    : `https://eslint.org/docs/latest/rules/${rule}`;
}
