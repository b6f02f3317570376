import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** What is gone through and changed at the same time. */

const bug = { category: "bug", severity: "warning" } as const;

export const ITERATION_RULES: Rule[] = [
  {
    name: "changed-while-iterated",
    ...bug,
    languages: ["python", "java", "csharp", "javascript", "typescript", "cpp", "ruby"],
    kinds: [
      "for_statement",
      "enhanced_for_statement",
      "foreach_statement",
      "for_in_statement",
      "for_range_loop",
      "call",
    ],
    check: changedWhileIterated,
  },
  { name: "invalid-iterator", ...bug, languages: ["cpp"], kinds: ["for_statement"], check: invalidIterator },
];

/** Methods that make a list or map longer or shorter, by language. */
const CHANGES: Record<string, RegExp> = {
  python: /^(?:remove|pop|append|insert|clear|extend|popitem|discard|add)$/,
  java: /^(?:remove|add|clear|removeIf|addAll|removeAll|put)$/,
  csharp: /^(?:Remove|Add|Clear|RemoveAt|Insert|RemoveAll|AddRange)$/,
  javascript: /^(?:push|splice|shift|unshift|pop)$/,
  typescript: /^(?:push|splice|shift|unshift|pop)$/,
  cpp: /^(?:push_back|emplace_back|erase|insert|clear|pop_back|push_front|pop_front|resize)$/,
  ruby: /^(?:delete|delete_at|insert|shift|unshift|clear|delete_if|reject!|push)$/,
};

function changedWhileIterated(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { language, textOf } = context;
  const body = fieldOf(node, "body") ?? fieldOf(node, "block");
  const over = iterated(node, context);
  if (body === undefined || over === null) return null;
  for (const inside of below(body, ({ kind }) => !/^(?:lambda|arrow_function|function)/.test(kind))) {
    const call = callOf(inside, context.text);
    const isChange =
      (call !== null && call.receiver === over && CHANGES[language]?.test(call.name) === true) ||
      (inside.kind === "delete_statement" && textOf(inside).startsWith(`del ${over}[`));
    if (!isChange || leavesAfter(inside, body)) continue;
    return { at: inside, message: `This changes \`${over}\` while the loop goes through it` };
  }
  return null;
}

/** What a loop goes through, where that is a name or a member: not a copy of it. */
function iterated(node: SyntaxNode, { language, text, textOf }: RuleContext): string | null {
  let written: string;
  if (node.kind === "call") {
    const call = language === "ruby" ? callOf(node, text) : null;
    if (call === null || !/^each(?:_with_index|_pair)?$/.test(call.name)) return null;
    written = call.receiver;
  } else {
    if (node.kind === "for_in_statement" && !node.children.some(({ kind }) => kind === "of")) return null;
    const right = fieldOf(node, "right") ?? fieldOf(node, "value");
    if (right === undefined || (node.kind === "for_statement" && language !== "python")) return null;
    written = textOf(right);
  }
  const plain = written.replace(/^(?:enumerate|reversed)\((.*)\)$/, "$1");
  const viewed = plain.replace(/\.(?:items|keys|values|keySet|entrySet)\(\)$|\.(?:Keys|Values)$/, "");
  return /^[@\w]+(?:(?:\.|->)\w+)*$/.test(viewed) ? viewed : null;
}

/** Whether the loop is left before its next round: something behind the change in its block, or in one around, does that. */
function leavesAfter(change: SyntaxNode, body: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = change; at !== null && at !== body.parent; at = at.parent) {
    const siblings: readonly SyntaxNode[] = at.parent?.children ?? [];
    const behind = siblings.slice(siblings.indexOf(at) + 1);
    if (
      behind.some(({ kind }) =>
        /^(?:break|return|throw|raise|goto)(?:_statement|_expression)?$|^co_return/.test(kind),
      )
    )
      return true;
    if (at.kind === "return_statement" || at.kind === "return") return true;
  }
  return false;
}

/** `for (auto it = m.begin(); …; ++it) … m.erase(it);` */
function invalidIterator(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const start = fieldOf(node, "initializer");
  const body = fieldOf(node, "body");
  const [, name, of] =
    /(\w+)\s*=\s*([\w.]+(?:->\w+)*?)(?:\.|->)c?begin\(\)/.exec(start === undefined ? "" : textOf(start)) ??
    [];
  if (body === undefined || name === undefined || of === undefined) return null;
  const update = fieldOf(node, "update");
  if (update === undefined || !textOf(update).includes(name)) return null;
  for (const inside of below(body)) {
    const call = callOf(inside, text);
    if (call === null || call.receiver !== of || !/^(?:erase|insert|push_back|emplace_back)$/.test(call.name))
      continue;
    if (
      call.name === "erase" &&
      (call.arguments.length !== 1 ||
        !new RegExp(`^${escapeRegExp(name)}$`).test(textOf(call.arguments[0] ?? inside)))
    )
      continue;
    if (inside.parent?.kind !== "expression_statement" || leavesAfter(inside, body)) continue;
    return {
      at: inside,
      message: `After this, \`${name}\` points to nothing, and the loop goes on with it${call.name === "erase" ? `: use \`${name} = ${of}.erase(${name})\`` : ""}`,
    };
  }
  return null;
}
