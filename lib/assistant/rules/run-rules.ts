import type { Problem } from "@/lib/assistant/problem";
import { BOUND_RULES } from "@/lib/assistant/rules/bounds";
import { C_RULES } from "@/lib/assistant/rules/c";
import { C_MEMORY_RULES } from "@/lib/assistant/rules/c-memory";
import { C_VALUE_RULES } from "@/lib/assistant/rules/c-values";
import { COMPARISON_RULES } from "@/lib/assistant/rules/comparison";
import { CONDITION_RULES } from "@/lib/assistant/rules/conditions";
import { CPP_LIFETIME_RULES } from "@/lib/assistant/rules/cpp-lifetime";
import { CPP_NAME_RULES } from "@/lib/assistant/rules/cpp-names";
import { FLOW_RULES } from "@/lib/assistant/rules/flow";
import { FORMAT_RULES } from "@/lib/assistant/rules/formats";
import { GO_RULES } from "@/lib/assistant/rules/go";
import { GO_ERROR_RULES } from "@/lib/assistant/rules/go-errors";
import { ITERATION_RULES } from "@/lib/assistant/rules/iteration";
import { JVM_CLR_RULES } from "@/lib/assistant/rules/jvm-clr";
import { LOOP_CALL_RULES } from "@/lib/assistant/rules/loop-calls";
import { LOOP_GROWTH_RULES } from "@/lib/assistant/rules/loop-growth";
import { RETURN_RULES } from "@/lib/assistant/rules/missing-return";
import { MISSPELT_RULES } from "@/lib/assistant/rules/misspelt";
import { NAME_RULES } from "@/lib/assistant/rules/names";
import { PHP_RULES } from "@/lib/assistant/rules/php";
import { PYTHON_RULES } from "@/lib/assistant/rules/python";
import type { Rule, RuleContext, RuleFinding, Stretch } from "@/lib/assistant/rules/rule";
import { RUST_RULES } from "@/lib/assistant/rules/rust";
import { SCRIPTING_RULES } from "@/lib/assistant/rules/scripting";
import { SECRET_RULES } from "@/lib/assistant/rules/secrets";
import { SECURITY_RULES } from "@/lib/assistant/rules/security";
import { SHELL_RULES } from "@/lib/assistant/rules/shell";
import { SHELL_HABIT_RULES } from "@/lib/assistant/rules/shell-habits";
import { SHELL_WORD_RULES } from "@/lib/assistant/rules/shell-words";
import { type SyntaxNode, type SyntaxTree, textOf } from "@/lib/assistant/rules/syntax-tree";
import { ANSWER_RULES } from "@/lib/assistant/rules/unused-answer";
import type { Position } from "@/lib/contracts/findings";

/** Our own rules, which need no more than a syntax tree. */
export const RULES: readonly Rule[] = [
  ...LOOP_CALL_RULES,
  ...LOOP_GROWTH_RULES,
  ...FLOW_RULES,
  ...RETURN_RULES,
  ...BOUND_RULES,
  ...ITERATION_RULES,
  ...CONDITION_RULES,
  ...COMPARISON_RULES,
  ...SECURITY_RULES,
  ...SECRET_RULES,
  ...NAME_RULES,
  ...FORMAT_RULES,
  ...GO_RULES,
  ...PYTHON_RULES,
  ...PHP_RULES,
  ...C_RULES,
  ...C_VALUE_RULES,
  ...C_MEMORY_RULES,
  ...ANSWER_RULES,
  ...CPP_LIFETIME_RULES,
  ...GO_ERROR_RULES,
  ...JVM_CLR_RULES,
  ...RUST_RULES,
  ...CPP_NAME_RULES,
  ...MISSPELT_RULES,
  ...SCRIPTING_RULES,
  ...SHELL_RULES,
  ...SHELL_WORD_RULES,
  ...SHELL_HABIT_RULES,
];

/**
 * Asks every rule of the language. Nothing is said about functions with a syntax error in them: what the parser made of
 * those is a guess.
 */
export function runRules(
  language: string,
  text: string,
  tree: SyntaxTree,
  positionAt: (offset: number) => Position,
): Problem[] {
  const byKind = new Map<string, Rule[]>();
  for (const rule of RULES.filter(({ languages }) => languages.includes(language)))
    for (const kind of rule.kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), rule]);
  const context: RuleContext = { language, text, tree, textOf: (node) => textOf(node, text) };
  const problems: Problem[] = [];
  for (const node of tree.nodes) {
    const rules = byKind.get(node.kind);
    if (rules === undefined || !node.named || isBroken(node, tree)) continue;
    for (const rule of rules)
      for (const found of listOf(rule.check(node, context)))
        problems.push(problemOf(rule, found, positionAt));
  }
  return problems;
}

function isBroken(node: SyntaxNode, { broken, root }: SyntaxTree): boolean {
  if (broken.size === 0) return false;
  if (broken.has(node)) return node !== root;
  for (let at = node.fn; at !== null; at = at.fn) if (broken.has(at)) return true;
  return node.fn === null && broken.has(root);
}

function listOf(found: RuleFinding | RuleFinding[] | null): RuleFinding[] {
  if (found === null) return [];
  return Array.isArray(found) ? found : [found];
}

function problemOf(
  rule: Rule,
  { at, message, severity, fix }: RuleFinding,
  positionAt: (offset: number) => Position,
): Problem {
  const place = ({ start, end }: Stretch) => ({ start: positionAt(start), end: positionAt(end) });
  const strict = severity === "error";
  return {
    source: "tandem",
    rule: rule.name,
    category: strict ? "error" : rule.category,
    severity: severity ?? rule.severity,
    message,
    ...place(at),
    fix:
      fix === undefined
        ? null
        : { title: fix.title, edits: fix.edits.map(({ text, ...stretch }) => ({ ...place(stretch), text })) },
    url: null,
  };
}
