import type { RuleContext } from "@/lib/assistant/rules/rule";
import { below, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Whether a statement may be left at its end, in languages with braces. */

const BLOCK = /^(?:compound_statement|block|statement_list|statement_block)$/;
const LEAVES =
  /^(?:return_statement|throw_statement|goto_statement|continue_statement|break_statement|yield_statement|co_return_statement)$/;
const INSIDE =
  /^(?:synchronized_statement|lock_statement|using_statement|checked_statement|unsafe_statement|fixed_statement|labeled_statement|else_clause|switch_block_statement_group|switch_section|case_statement|expression_case|default_case|type_case|communication_case)$/;
const LOOP = /^(?:while_statement|for_statement|do_statement)$/;
const SWITCH =
  /^(?:switch_statement|switch_expression|expression_switch_statement|type_switch_statement|select_statement)$/;
/** Functions that do not come back, by what they are called everywhere. */
const NEVER_BACK =
  /^(?:_*exit|_Exit|quick_exit|abort|longjmp|panic\w*|Exit|Fatal\w*|Panic\w*|__builtin_(?:unreachable|trap)|unreachable|terminate|rethrow_exception|[A-Z][A-Z0-9_]+)$|abort|fatal|fail|die|throw|panic|unreachable|error|raise/i;

/** Deeper than anybody writes; below it nothing is said. */
const DEPTH_MAX = 200;

/** True where it may go on behind it; false also where it is nested too deep to tell. */
export function completes(node: SyntaxNode, context: RuleContext): boolean {
  return !isTooDeep(node) && mayComplete(node, context);
}

function isTooDeep(root: SyntaxNode): boolean {
  const open = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (depth > DEPTH_MAX) return true;
    for (const child of node.children)
      if (child.children.length > 0) open.push({ node: child, depth: depth + 1 });
  }
  return false;
}

function mayComplete(node: SyntaxNode, context: RuleContext): boolean {
  if (BLOCK.test(node.kind) || INSIDE.test(node.kind)) return inOrder(node, context);
  if (LEAVES.test(node.kind)) return false;
  if (LOOP.test(node.kind)) return loopCompletes(node, context);
  if (SWITCH.test(node.kind)) return switchCompletes(node, context);
  if (node.kind === "if_statement") {
    const then = fieldOf(node, "consequence");
    const otherwise = fieldOf(node, "alternative");
    if (then === undefined || otherwise === undefined) return true;
    return mayComplete(then, context) || mayComplete(otherwise, context);
  }
  if (/^try_(?:with_resources_)?statement$/.test(node.kind)) return tryCompletes(node, context);
  if (node.kind === "expression_statement") return !neverComesBack(node, context);
  return !/preproc|ERROR|^asm|gnu_asm/.test(node.kind);
}

function inOrder(node: SyntaxNode, context: RuleContext): boolean {
  return namedChildren(node).every((child) => mayComplete(child, context));
}

function neverComesBack(node: SyntaxNode, { text, textOf }: RuleContext): boolean {
  const [only] = namedChildren(node);
  if (only === undefined) return false;
  if (
    only.kind === "throw_expression" ||
    only.kind === "switch_expression" ||
    only.kind === "co_return_statement"
  )
    return true;
  const call = callOf(only, text);
  return call !== null && (NEVER_BACK.test(call.name) || /^assert\s*\(\s*(?:0|false|!")/i.test(textOf(only)));
}

function loopCompletes(node: SyntaxNode, context: RuleContext): boolean {
  const body = fieldOf(node, "body");
  const clause = node.children.find(({ kind }) => kind === "for_clause");
  const isRange = node.children.some(({ kind }) => kind === "range_clause");
  // Go's `for condition {` gives it no name.
  const condition = [
    fieldOf(clause ?? node, "condition"),
    ...(clause === undefined ? namedChildren(node) : []),
  ].find(
    (child) =>
      child?.named === true &&
      child !== body &&
      !/comment/.test(child.kind) &&
      (child.field === "condition" || (context.language === "go" && child.field === "")),
  );
  const always =
    !isRange && (condition === undefined || /^\(*\s*(?:1|true)\s*\)*$/.test(context.textOf(condition)));
  if (body === undefined || breaks(body)) return true;
  return always ? false : node.kind !== "do_statement" || mayComplete(body, context);
}

/** Whether something in it breaks out of it: not out of a loop or switch inside of it, unless that names a label. */
function breaks(body: SyntaxNode): boolean {
  const inside = below(
    body,
    ({ kind }) =>
      !LOOP.test(kind) &&
      !SWITCH.test(kind) &&
      !/foreach|range_loop|enhanced_for|lambda|func_literal/.test(kind),
  );
  for (const { kind, children } of inside) {
    if (kind === "break_statement") return true;
    if ((LOOP.test(kind) || SWITCH.test(kind)) && hasLabelledBreak(children)) return true;
  }
  return false;
}

function hasLabelledBreak(nodes: readonly SyntaxNode[]): boolean {
  return nodes.some((node) => {
    for (const { kind, children } of below(node))
      if (kind === "goto_statement" || (kind === "break_statement" && children.some(({ named }) => named)))
        return true;
    return false;
  });
}

const CASE =
  /^(?:case_statement|default_statement|switch_block_statement_group|switch_section|switch_rule|expression_case|default_case|type_case|communication_case)$/;

function switchCompletes(node: SyntaxNode, context: RuleContext): boolean {
  const body = fieldOf(node, "body") ?? node;
  const cases = namedChildren(body).filter(({ kind }) => CASE.test(kind));
  if (cases.length === 0) return true;
  const hasDefault =
    node.kind === "select_statement" || cases.some((one) => /^\s*default\b/.test(context.textOf(one)));
  // Without one, it may name all there is of an enumeration.
  const isComplete =
    hasDefault ||
    (context.language !== "java" &&
      cases.every((one) => /^case\s+[A-Za-z_][\w:.]*\s*:/.test(context.textOf(one))));
  if (!isComplete || cases.some((one) => breaks(one))) return true;
  if (cases.some(({ kind }) => kind === "switch_rule"))
    return cases.some(
      (one) => /->\s*(?:throw\b)/.test(context.textOf(one)) === false && ruleCompletes(one, context),
    );
  if (/^(?:expression_switch|type_switch|select)_statement$/.test(node.kind))
    return cases.some((one) => !endsInFallthrough(one) && caseCompletes(one, context));
  return caseCompletes(cases.at(-1) ?? node, context);
}

const endsInFallthrough = (one: SyntaxNode): boolean => {
  const last = namedChildren(one).at(-1);
  return (
    last !== undefined &&
    (last.kind === "fallthrough_statement" || namedChildren(last).at(-1)?.kind === "fallthrough_statement")
  );
};

/** `case 1:` and its value are no statements. */
function caseCompletes(one: SyntaxNode, context: RuleContext): boolean {
  return namedChildren(one)
    .filter(({ field, kind }) => field !== "value" && !/label|pattern|literal$|^identifier$/.test(kind))
    .every((child) => mayComplete(child, context));
}

function ruleCompletes(one: SyntaxNode, context: RuleContext): boolean {
  const last = namedChildren(one).at(-1);
  return last === undefined || mayComplete(unwrapped(last), context);
}

function tryCompletes(node: SyntaxNode, context: RuleContext): boolean {
  const last = node.children.find(({ kind }) => kind === "finally_clause");
  if (last !== undefined && !namedChildren(last).every((child) => mayComplete(child, context))) return false;
  const bodies = [node, ...node.children.filter(({ kind }) => kind === "catch_clause")].map((part) =>
    fieldOf(part, "body"),
  );
  return bodies.some((body) => body !== undefined && mayComplete(body, context));
}
