import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode, type SyntaxTree } from "@/lib/assistant/rules/syntax-tree";
import { callOf } from "@/lib/assistant/rules/vocabulary";

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

const COROUTINES = new WeakMap<SyntaxTree, Set<string>>();

/** The functions that are `async` wherever the text defines them. */
function coroutinesIn({ tree, text }: RuleContext): Set<string> {
  const known = COROUTINES.get(tree);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const others = new Set<string>();
  for (const [, isAsync, name = ""] of text.matchAll(/^[ \t]*(async[ \t]+)?def[ \t]+(\w+)[ \t]*\(/gm))
    (isAsync === undefined ? others : names).add(name);
  for (const name of others) names.delete(name);
  COROUTINES.set(tree, names);
  return names;
}

function missingAwait(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text } = context;
  const [only] = namedChildren(node);
  const call = only === undefined ? null : callOf(only, text);
  if (call === null || !/^(?:self|cls|)$/.test(call.receiver)) return null;
  if (call.name === "sleep" || !coroutinesIn(context).has(call.name)) return null;
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
