import { mentionsWithin } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import {
  below,
  fieldOf,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from "@/lib/assistant/rules/syntax-tree";
import { callOf, contentOf } from "@/lib/assistant/rules/vocabulary";

/** What Rust's compiler would say, as far as one function tells. */

const error = { category: "error", severity: "error", languages: ["rust"] } as const;
const bug = { category: "bug", severity: "warning", languages: ["rust"] } as const;

export const RUST_RULES: Rule[] = [
  { name: "format-arguments", ...error, kinds: ["macro_invocation"], check: formatArguments },
  { name: "not-mutable", ...error, kinds: ["let_declaration"], check: notMutable },
  { name: "used-after-move", ...error, kinds: ["let_declaration"], check: usedAfterMove },
  { name: "unused-result", ...bug, kinds: ["expression_statement"], check: unusedResult },
  {
    name: "fraction-equality",
    ...bug,
    severity: "info",
    kinds: ["binary_expression"],
    check: fractionEquality,
  },
  { name: "answers-nothing", ...error, kinds: ["function_item"], check: answersNothing },
  { name: "missing-arm", ...error, kinds: ["match_expression"], check: missingArm },
];

/** Where the format stands among the macro's arguments. */
const FORMATS: Record<string, number> = {
  println: 0,
  print: 0,
  eprintln: 0,
  eprint: 0,
  format: 0,
  panic: 0,
  write: 1,
  writeln: 1,
};

function formatArguments(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const name = fieldOf(node, "macro");
  const at = name === undefined ? undefined : FORMATS[textOf(name)];
  const tokens = node.children.find(({ kind }) => kind === "token_tree");
  if (at === undefined || tokens === undefined) return null;
  const parts = partsOf(tokens, textOf);
  const format = parts[at]?.[0];
  if (format?.kind !== "string_literal" || parts[at]?.length !== 1) return null;
  const values = parts.slice(at + 1).filter((part) => part.length > 0);
  // Values with names may be asked for more than once, or not in order.
  if (values.some((part) => part.some((token) => textOf(token) === "="))) return null;
  const content = contentOf(format, text).replace(/\{\{|\}\}/g, "");
  const places = [...content.matchAll(/\{([^{}]*)\}/g)].map(([, inner = ""]) => inner);
  if (places.some((inner) => /^\d|\$|\*/.test(inner))) return null;
  const asked = places.filter((inner) => inner === "" || inner.startsWith(":")).length;
  if (asked === values.length) return null;
  return { at: node, message: `The format asks for ${asked} values, and there are ${values.length}` };
}

/** The tokens between commas. */
function partsOf(tokens: SyntaxNode, textOf: RuleContext["textOf"]): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const token of tokens.children.slice(1, -1)) {
    if (textOf(token) === ",") parts.push([]);
    else if (!/comment/.test(token.kind)) parts.at(-1)?.push(token);
  }
  return parts;
}

const OWNED =
  /^(?:Vec|String|HashMap|HashSet|BTreeMap|BTreeSet|VecDeque|BinaryHeap)::(?:new|with_capacity|from)\(|^vec!|^String::from/;
const GROWS =
  /^(?:push|push_str|push_back|push_front|insert|extend|clear|sort|sort_by|sort_unstable|dedup|retain|truncate|remove|pop|append|reverse|entry)$/;

/** `let x = …;`, and later `x += 1` or, where it is a collection of its own, `x.push(1)`. */
function notMutable(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const [pattern, value] = [fieldOf(node, "pattern"), fieldOf(node, "value")];
  if (pattern?.kind !== "identifier" || value === undefined || node.fn === null) return null;
  if (node.children.some(({ kind }) => kind === "mutable_specifier")) return null;
  const isOwned = OWNED.test(textOf(value));
  const uses = usesBehind(node, pattern, context);
  const change = uses.find((use) => {
    const parent = use.parent;
    if (parent === null) return false;
    if (use.field === "left" && /^(?:assignment_expression|compound_assignment_expr)$/.test(parent.kind))
      return true;
    if (parent.kind === "reference_expression")
      return isOwned && parent.children.some(({ kind }) => kind === "mutable_specifier");
    const method = parent.kind === "field_expression" ? fieldOf(parent, "field") : undefined;
    return (
      isOwned &&
      method !== undefined &&
      GROWS.test(textOf(method)) &&
      parent.parent?.kind === "call_expression"
    );
  });
  if (change === undefined) return null;
  return {
    at: change,
    message: `\`${textOf(pattern)}\` is not mutable: declare it with \`let mut\``,
    fix: { title: "Add `mut`", edits: [{ start: pattern.start, end: pattern.start, text: "mut " }] },
  };
}

/** Where a variable is mentioned behind its declaration in the same block, before another of its name. */
function usesBehind(node: SyntaxNode, pattern: SyntaxNode, context: RuleContext): SyntaxNode[] {
  const [fn, block] = [node.fn, node.parent];
  if (fn === null || block === null) return [];
  const behind = mentionsWithin(context.textOf(pattern), node.end, block.end, fn, context);
  const again = behind.findIndex(
    ({ field, parent }) => field === "pattern" || /pattern|parameter/.test(parent?.kind ?? ""),
  );
  return again < 0 ? behind : behind.slice(0, again);
}

/** A collection of its own that was given away as a whole and is used again on the same level. */
function usedAfterMove(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const [pattern, value] = [fieldOf(node, "pattern"), fieldOf(node, "value")];
  if (pattern?.kind !== "identifier" || value === undefined || !OWNED.test(textOf(value))) return null;
  const uses = usesBehind(node, pattern, context);
  const moved = uses.findIndex((use) => isMove(use, node, context));
  const [move, next] = [uses[moved], uses[moved + 1]];
  if (moved < 0 || move === undefined || next === undefined || next.fn !== move.fn) return null;
  if (next.field === "left" && next.parent?.kind === "assignment_expression") return null;
  return {
    at: next,
    message: `\`${textOf(pattern)}\` was given away above, and is no longer here: borrow it there with \`&\`, or clone it`,
  };
}

/** `let b = a;` or `f(a)` among the statements of the declaration's own block. */
function isMove(use: SyntaxNode, declaration: SyntaxNode, { text, textOf }: RuleContext): boolean {
  const parent = use.parent;
  if (parent === null) return false;
  if (parent.kind === "let_declaration") return use.field === "value" && parent.parent === declaration.parent;
  const call = parent.kind === "arguments" ? parent.parent : null;
  if (call === null || call.kind !== "call_expression" || /!$/.test(textOf(call))) return false;
  const statement =
    call.parent?.kind === "let_declaration"
      ? call.parent
      : call.parent?.kind === "expression_statement"
        ? call.parent
        : null;
  const called = callOf(call, text);
  return (
    statement?.parent === declaration.parent &&
    called !== null &&
    (called.receiver === "" || /^[a-z_]\w*$/.test(called.receiver))
  );
}

const FAILING =
  /^(?:write_all|write_str|read_to_string|read_to_end|read_line|read_exact|flush|sync_all|set_len|send|recv|join|create_dir|create_dir_all|remove_file|remove_dir_all|remove_dir|rename|set_permissions|execute|commit)$/;

function unusedResult(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [only] = namedChildren(node);
  const call = only === undefined ? null : callOf(only, text);
  if (only?.kind !== "call_expression" || call === null || !textOf(node).endsWith(";")) return null;
  const isFile =
    /^(?:fs|std::fs)$/.test(call.receiver) && /^(?:write|copy|rename|create_dir|remove)/.test(call.name);
  if (
    !isFile &&
    (!FAILING.test(call.name) ||
      call.receiver === "" ||
      (/^(?:send|spawn|join|parse)$/.test(call.name) && /::|thread|scope|\bs\b/.test(call.receiver)))
  )
    return null;
  return {
    at: only,
    message: `Whether \`${call.name}\` worked is never looked at: add \`?\`, or handle its error`,
  };
}

function fractionEquality(node: SyntaxNode, { text }: RuleContext): RuleFinding | null {
  const [left, right] = [fieldOf(node, "left"), fieldOf(node, "right")];
  if (left === undefined || right === undefined || !/^[!=]=$/.test(text.slice(left.end, right.start).trim()))
    return null;
  const literal = [left, right].find(({ kind }) => kind === "float_literal");
  if (literal === undefined || /^\d+(?:\.0*)?(?:_?f\d\d)?$/.test(text.slice(literal.start, literal.end)))
    return null;
  return { at: node, message: "Fractions are seldom exactly equal: ask whether they are close enough" };
}

/** A `;` behind the last expression of a function that should answer with it. */
function answersNothing(fn: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [type, body] = [fieldOf(fn, "return_type"), fieldOf(fn, "body")];
  if (type === undefined || body === undefined || /^(?:\(\)|!)$|impl /.test(textOf(type))) return null;
  const statements = namedChildren(body);
  const last = statements.at(-1);
  const [only] = last?.kind === "expression_statement" ? namedChildren(last) : [];
  if (last === undefined || only === undefined || !textOf(last).endsWith(";")) return null;
  if (
    !/^(?:binary_expression|identifier|call_expression|integer_literal|string_literal|field_expression|struct_expression|unary_expression|index_expression|reference_expression|tuple_expression)$/.test(
      only.kind,
    )
  )
    return null;
  const call = callOf(only, text);
  if (
    call !== null &&
    (/exit|abort|panic|unreachable|forever|die|fail/.test(call.name) || !/^(?:Ok|Err|Some)$/.test(call.name))
  )
    return null;
  return {
    at: { start: last.end - 1, end: last.end },
    message: "With this `;` the function answers nothing: remove it",
    fix: { title: "Remove `;`", edits: [{ start: last.end - 1, end: last.end, text: "" }] },
  };
}

const VARIANTS = new WeakMap<SyntaxTree, Map<string, string[]>>();

/** What the enumerations of the file may be. */
function variantsIn({ tree, textOf }: RuleContext): Map<string, string[]> {
  const known = VARIANTS.get(tree);
  if (known !== undefined) return known;
  const nameOf = (node: SyntaxNode) => textOf(fieldOf(node, "name") ?? node);
  const variants = new Map<string, string[]>();
  for (const node of tree.nodes) {
    if (node.kind !== "enum_item") continue;
    const inside = [...below(node)].filter(({ kind }) => kind === "enum_variant");
    // One that depends on how it is built may be missing on purpose.
    if (!/#\s*\[cfg/.test(textOf(node))) variants.set(nameOf(node), inside.map(nameOf));
  }
  VARIANTS.set(tree, variants);
  return variants;
}

/** A `match` over an enumeration of this file that leaves one of its variants out. */
function missingArm(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const body = fieldOf(node, "body");
  const patterns = (body === undefined ? [] : namedChildren(body)).flatMap(
    (arm) => fieldOf(arm, "pattern") ?? [],
  );
  const written = patterns.map(textOf);
  const of = /^&?(\w+)::\w+/.exec(written[0] ?? "")?.[1];
  if (
    of === undefined ||
    of === "Self" ||
    !written.every((one) => one.split("|").every((part) => new RegExp(`^\\s*&?${of}::\\w+`).test(part)))
  )
    return null;
  const variants = variantsIn(context).get(of) ?? [];
  const missing = variants.filter(
    (variant) => !written.some((one) => new RegExp(`::${variant}\\b`).test(one)),
  );
  if (missing.length === 0 || variants.length === 0) return null;
  const value = fieldOf(node, "value") ?? node;
  return {
    at: { start: node.start, end: value.end },
    message: `\`${of}::${missing[0]}\` is not handled here`,
  };
}
