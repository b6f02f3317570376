import { isSet, nextMention } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import {
  below,
  enclosing,
  fieldOf,
  namedChildren,
  type SyntaxNode,
  statementsBehind,
} from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** Go: errors looked at too late or never, maps that are not there, goroutines nobody waits for. */

const bug = { category: "bug", severity: "warning", languages: ["go"] } as const;

export const GO_ERROR_RULES: Rule[] = [
  {
    name: "used-before-check",
    ...bug,
    kinds: ["short_var_declaration", "assignment_statement"],
    check: usedBeforeCheck,
  },
  {
    name: "overwritten-error",
    ...bug,
    kinds: ["short_var_declaration", "assignment_statement"],
    check: neverLookedAt,
  },
  { name: "no-map", ...bug, kinds: ["var_spec"], check: noMap },
  { name: "added-too-late", ...bug, kinds: ["go_statement"], check: addedTooLate },
];

const namesOn = (node: SyntaxNode, side: string): SyntaxNode[] => {
  const list = fieldOf(node, side);
  return list === undefined ? [] : namedChildren(list);
};

/** `r, err := f(); defer r.Close(); if err != nil` */
function usedBeforeCheck(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const names = namesOn(node, "left");
  const error = names.at(-1);
  const [value] = names;
  if (names.length !== 2 || error === undefined || value === undefined || !/^\w*[eE]rr$/.test(textOf(error)))
    return null;
  const [next, after] = statementsBehind(node, 2);
  if (next === undefined || after?.kind !== "if_statement") return null;
  const condition = fieldOf(after, "condition");
  const isChecked =
    condition !== undefined && new RegExp(`\\b${textOf(error)}\\s*!=\\s*nil`).test(textOf(condition));
  const isUsed = new RegExp(`(?<![\\w.])${escapeRegExp(textOf(value))}\\.`).test(textOf(next));
  if (!isChecked || !isUsed || textOf(value) === "_" || next.kind === "if_statement") return null;
  return {
    at: next,
    message: `\`${textOf(value)}\` may be nothing here: look at \`${textOf(error)}\` first`,
  };
}

/** An error that is put away, and nothing in the function mentions it afterwards, or only to put another over it. */
function neverLookedAt(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const error = namesOn(node, "left").at(-1);
  const fn = node.fn;
  if (error === undefined || fn === null || node.loop !== null || !/^err$/.test(textOf(error))) return null;
  const [value] = namesOn(node, "right");
  if (value === undefined || callOf(value, text) === null || fn.kind === "func_literal") return null;
  const result = fieldOf(fn, "result");
  if (result !== undefined && /\berr\b/.test(textOf(result))) return null;
  const next = nextMention("err", node.end, fn, context);
  const isNextSet =
    next !== undefined && next.parent?.kind === "expression_list" && next.parent.field === "left";
  const isSameBlock = isNextSet && next.parent?.parent?.parent === node.parent && !isSet(next, context);
  if (next !== undefined && !isSameBlock) return null;
  if (
    enclosing(node, ["if_statement", "expression_switch_statement", "communication_case"])?.children.some(
      (child) => child === node,
    ) === true
  )
    return null;
  return { at: error, message: "This error is never looked at" };
}

/** `var m map[K]V` is no map yet: reading it works, writing into it stops the program. */
function noMap(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const type = fieldOf(node, "type");
  const name = fieldOf(node, "name");
  if (
    type?.kind !== "map_type" ||
    name === undefined ||
    fieldOf(node, "value") !== undefined ||
    node.fn === null
  )
    return null;
  const first = nextMention(context.textOf(name), node.end, node.fn, context);
  const index = first?.parent?.kind === "index_expression" ? first.parent : undefined;
  if (index === undefined || index.parent?.kind !== "expression_list" || index.parent.field !== "left")
    return null;
  return {
    at: index,
    message: `\`${context.textOf(name)}\` is no map yet, and writing into it stops the program: make it with \`make\` first`,
  };
}

function addedTooLate(node: SyntaxNode, { text }: RuleContext): RuleFinding | null {
  for (const inside of below(node)) {
    const call = callOf(inside, text);
    const isGroup = call?.name === "Add" && /^(?:wg|waitGroup|group)$|[wW][gG]$|\.wg$/.test(call.receiver);
    if (
      !isGroup ||
      !new RegExp(`${escapeRegExp(call.receiver)}\\.Done\\(\\)`).test(text.slice(node.start, node.end))
    )
      continue;
    return { at: inside, message: "`Wait` may be over before this runs: add before `go`" };
  }
  return null;
}
