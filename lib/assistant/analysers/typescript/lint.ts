import plugin from "@typescript-eslint/eslint-plugin";
import * as parser from "@typescript-eslint/parser";
import { Linter } from "eslint/universal";
import { lintFix } from "@/lib/assistant/analysers/typescript/lint-fixes";
import { LINT_RULES } from "@/lib/assistant/analysers/typescript/lint-rules";
import type { Typed } from "@/lib/assistant/analysers/typescript/program";
import { message } from "@/lib/assistant/analysers/typescript/words";
import type { Problem } from "@/lib/assistant/problem";

const linter = new Linter({ configType: "flat", cwd: "/code" });

const RULES: Linter.RulesRecord = Object.fromEntries(
  Object.entries(LINT_RULES).map(([name, { options = [] }]) => [name, ["error", ...options]]),
);

/** What ESLint says of a text that parses, with its typed rules on the compiler's own program. */
export function lintProblems(typed: Typed): Problem[] {
  const { file, program, service, input } = typed;
  if (service.getSyntacticDiagnostics(file.fileName).length > 0) return [];
  const messages = linter.verify(
    input.text,
    [
      {
        files: ["**"],
        // @ts-expect-error: the plugin declares its types by itself, stricter than ESLint's; it is made for this ESLint.
        plugins: { "@typescript-eslint": plugin },
        languageOptions: {
          parser,
          parserOptions: { programs: [program], tsconfigRootDir: "/code", ecmaFeatures: { jsx: true } },
        },
        linterOptions: { reportUnusedDisableDirectives: "off" },
        rules: RULES,
      },
    ],
    { filename: file.fileName },
  );
  return messages.flatMap((found) => problemOf(typed, found) ?? []);
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

/** An async function as a listener is usual, and its errors are told; given to `forEach`, it is a loop nobody awaits. */
function isMeant({ input: { text }, file }: Typed, { messageId, line, column }: Linter.LintMessage): boolean {
  if (messageId !== "voidReturnArgument") return messageId?.startsWith("voidReturn") ?? false;
  const before = text.slice(0, file.getPositionOfLineAndCharacter(line - 1, column - 1));
  return !/\.forEach\(\s*$/.test(before);
}

function urlOf(rule: string): string {
  const [plugin, name] = rule.split("/");
  return plugin !== undefined && name !== undefined
    ? `https://typescript-eslint.io/rules/${name}`
    : `https://eslint.org/docs/latest/rules/${rule}`;
}
