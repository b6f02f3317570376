import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { ALL, callOf, escapeRegExp, isConstant, isString, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Conditions that are always or never so, and branches that do not depend on them. */

const bug = { category: "bug", severity: "warning" } as const;
const COMPILED = ["c", "cpp", "csharp", "java", "go", "php", "ruby", "rust"];

export const CONDITION_RULES: Rule[] = [
  {
    name: "impossible-condition",
    ...bug,
    languages: ALL,
    kinds: ["binary_expression", "boolean_operator", "binary"],
    check: impossible,
  },
  {
    name: "same-condition",
    ...bug,
    languages: COMPILED.concat("python"),
    kinds: ["if_statement", "if_expression", "if"],
    check: sameCondition,
  },
  {
    name: "missing-break",
    ...bug,
    languages: ["c", "cpp", "java", "php"],
    kinds: ["case_statement", "switch_block_statement_group"],
    check: missingBreak,
  },
  {
    name: "integer-division",
    ...bug,
    languages: ["c", "cpp", "csharp", "java"],
    kinds: ["return_statement", "init_declarator", "variable_declarator"],
    check: integerDivision,
  },
];

interface Comparison {
  what: string;
  operator: string;
  value: string;
}

function impossible(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left === undefined || right === undefined) return null;
  const operator = text.slice(left.end, right.start).trim();
  if (!/^(?:&&|\|\||and|or)$/.test(operator)) return null;
  const [first, second] = [comparison(left, context), comparison(right, context)];
  const isEither = operator === "||" || operator === "or";
  if (first !== null && isString(right) && isEither && /^={2,3}$/.test(first.operator))
    return {
      at: node,
      message: `\`${textOf(right)}\` alone is always true: compare it with \`${first.what}\` too`,
    };
  if (first === null || second === null || first.what !== second.what || first.value === second.value)
    return null;
  const operators = [first.operator, second.operator].map((one) => one.slice(0, 2));
  if (isEither && operators.every((one) => one === "!="))
    return {
      at: node,
      message: `\`${first.what}\` always differs from one of the two: use \`${operator === "or" ? "and" : "&&"}\``,
    };
  if (!isEither && (operators.every((one) => one === "==") || areApart(first, second)))
    return { at: node, message: `\`${first.what}\` cannot be both: this is never true` };
  return isEither &&
    areApart({ ...first, operator: opposite(first) }, { ...second, operator: opposite(second) })
    ? { at: node, message: `\`${first.what}\` is always one of the two: this is always true` }
    : null;
}

const opposite = ({ operator }: Comparison): string =>
  ({ "<": ">=", "<=": ">", ">": "<=", ">=": "<" })[operator] ?? "";

/** Whether a number would have to be below the smaller and above the larger of two. */
function areApart(a: Comparison, b: Comparison): boolean {
  const [low, high] = /^</.test(a.operator) ? [a, b] : [b, a];
  if (!/^<=?$/.test(low.operator) || !/^>=?$/.test(high.operator)) return false;
  const [below, above] = [Number(low.value), Number(high.value)];
  return below < above || (below === above && (low.operator === "<" || high.operator === ">"));
}

/** A comparison of something that stays the same with a constant. */
function comparison(node: SyntaxNode, { text, textOf }: RuleContext): Comparison | null {
  const inner = unwrapped(node);
  const parts = inner.kind === "comparison_operator" ? namedChildren(inner) : [];
  const [left, right] = parts.length === 2 ? parts : [fieldOf(inner, "left"), fieldOf(inner, "right")];
  if (left === undefined || right === undefined || !isConstant(right, text)) return null;
  const operator = text.slice(left.end, right.start).trim();
  if (!/^(?:[!=]==?|[<>]=?)$/.test(operator)) return null;
  const inside = [left, ...below(left)];
  if (inside.some((part) => callOf(part, text) !== null || /update|assign|await|yield/.test(part.kind)))
    return null;
  return { what: textOf(left), operator, value: textOf(right) };
}

function sameCondition(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  if (node.field === "alternative" || node.parent?.kind === "else_clause") return null;
  const seen = new Set<string>();
  for (const condition of conditionsOf(node)) {
    const written = textOf(unwrapped(condition)).replace(/\s+/g, " ");
    const isFixed = ![condition, ...below(condition)].some(
      (part) => callOf(part, text) !== null || /assign|update/.test(part.kind),
    );
    if (isFixed && seen.has(written))
      return { at: condition, message: "This was asked above already: it is never reached" };
    seen.add(written);
  }
  return null;
}

/** The conditions of `if … else if … else if …`. */
function* conditionsOf(node: SyntaxNode): Generator<SyntaxNode> {
  const open = [node];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const condition = fieldOf(at, "condition");
    if (condition !== undefined) yield condition;
    const next = at.children.filter(
      ({ field, kind }) => field === "alternative" || /^(?:elif_clause|else_if_clause)$/.test(kind),
    );
    for (const one of next.reverse()) {
      const inner =
        one.kind === "else_clause" ? namedChildren(one).find(({ kind }) => kind === node.kind) : one;
      if (inner !== undefined && (inner.kind === node.kind || /elif|elsif|else_if/.test(inner.kind)))
        open.push(inner);
    }
  }
}

const LEAVES = /^(?:break|return|throw|continue|goto|yield|co_return|exit)_?(?:statement)?$/;
const SAYS_SO = /fall|through|no\s?break|ignored|deliberate/i;

/** A case that does something and goes on into the next one. */
function missingBreak(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const siblings = node.parent?.children.filter(({ named }) => named) ?? [];
  const next = siblings.slice(siblings.indexOf(node) + 1).find(({ kind }) => !/comment/.test(kind));
  if (next === undefined || /preproc|ERROR/.test(next.kind) || next.kind === "switch_rule") return null;
  const statements = namedChildren(node).filter(
    ({ field, kind }) => field !== "value" && !/label|literal/.test(kind),
  );
  const own = statements.filter(
    ({ kind }) => /statement|declaration|block/.test(kind) && kind !== "case_statement",
  );
  const [first] = own;
  const last = own.at(-1);
  if (first === undefined || last === undefined) return null;
  if (SAYS_SO.test(text.slice(first.start, next.start)) || SAYS_SO.test(textOf(last).slice(-40))) return null;
  if (leavesCase(last, context) || /preproc|ERROR/.test([...below(node)].map(({ kind }) => kind).join(" ")))
    return null;
  return { at: last, message: "Without a `break` this goes on into the next case" };
}

function leavesCase(last: SyntaxNode, { text, textOf }: RuleContext): boolean {
  if (LEAVES.test(last.kind)) return true;
  const [only] = namedChildren(last);
  if (last.kind === "expression_statement" && only !== undefined) {
    const name = callOf(only, text)?.name ?? "";
    return (
      /throw|exit/.test(only.kind) ||
      /^[A-Z][A-Z0-9_]*$|exit|abort|fail|die|panic|unreachable|fatal|error|assert|throw/i.test(name)
    );
  }
  // A branch that leaves in one of its arms knows what it does.
  if (/if_|for_|while_|do_|switch|try|labeled|block|compound|preproc/.test(last.kind))
    return /\b(?:break|return|throw|goto|continue|exit|abort|[A-Z_]{3,}\s*\()/.test(textOf(last));
  return false;
}

const WHOLE = /^(?:int|long|short|size_t|unsigned|Integer|Long|std::size_t)$/;
const BROKEN = /^(?:double|float|Double|Float|std::double)$/;

/** A fraction is wanted, and both sides of the division are whole numbers. */
function integerDivision(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const value =
    node.kind === "return_statement"
      ? namedChildren(node)[0]
      : (fieldOf(node, "value") ?? namedChildren(node).at(-1));
  const division = value === undefined ? undefined : unwrapped(value);
  const [left, right] = division === undefined ? [] : [fieldOf(division, "left"), fieldOf(division, "right")];
  if (division?.kind !== "binary_expression" || left === undefined || right === undefined || node.fn === null)
    return null;
  if (text.slice(left.end, right.start).trim() !== "/") return null;
  const target =
    node.kind === "return_statement"
      ? (fieldOf(node.fn, "type") ?? fieldOf(node.fn, "returns"))
      : node.parent === null
        ? undefined
        : fieldOf(node.parent, "type");
  if (target === undefined || !BROKEN.test(textOf(target))) return null;
  const code = text.slice(node.fn.start, node.start);
  const isWhole = (side: SyntaxNode) => isWholeNumber(textOf(side), code);
  if (!isWhole(left) || !isWhole(right) || (isDigits(textOf(left)) && isDigits(textOf(right)))) return null;
  return {
    at: division,
    message: "Both sides are whole numbers: what is behind the point is cut off before it gets here",
  };
}

const isDigits = (written: string): boolean => /^\d+$/.test(written);

function isWholeNumber(written: string, code: string): boolean {
  if (isDigits(written) || /^[\w.]+\.(?:size|length|Length|Count)(?:\(\))?$/.test(written)) return true;
  if (!/^\w+$/.test(written)) return false;
  const types = [
    ...code.matchAll(
      new RegExp(
        `\\b([A-Za-z_][\\w:]*)\\s+(?:\\w+\\s*(?:=[^;,]*)?,\\s*)*${escapeRegExp(written)}\\s*[=;,)]`,
        "g",
      ),
    ),
  ]
    .map(([, type = ""]) => type)
    .filter((type) => !/^(?:return|else|case)$/.test(type));
  return types.length > 0 && types.every((type) => WHOLE.test(type));
}
