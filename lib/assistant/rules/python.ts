import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** What ruff does not look for in Python. */

export const PYTHON_RULES: Rule[] = [
  {
    name: "missing-await",
    category: "bug",
    severity: "warning",
    languages: ["python"],
    kinds: ["expression_statement"],
    check: missingAwait,
  },
];

function missingAwait(node: SyntaxNode, { text }: RuleContext): RuleFinding | null {
  const [only] = namedChildren(node);
  const call = only === undefined ? null : callOf(only, text);
  if (call === null || !/^(?:self|cls|)$/.test(call.receiver)) return null;
  const defined = `^[ \\t]*(async[ \\t]+)?def[ \\t]+${escapeRegExp(call.name)}[ \\t]*\\(`;
  const definitions = [...text.matchAll(new RegExp(defined, "gm"))];
  if (
    call.name === "sleep" ||
    definitions.length === 0 ||
    definitions.some(([, isAsync]) => isAsync === undefined)
  )
    return null;
  const fn = node.fn;
  const inAsync = fn !== null && text.startsWith("async", fn.start) && fieldOf(fn, "name") !== undefined;
  return {
    at: node,
    message: `\`${call.name}\` is a coroutine: without \`await\` it never runs`,
    ...(inAsync
      ? { fix: { title: "Add `await`", edits: [{ start: node.start, end: node.start, text: "await " }] } }
      : {}),
  };
}
