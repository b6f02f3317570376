import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { ALL, BRACED, callOf, escapeRegExp, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Code that never runs, never ends, or silently does nothing. */

const LEAVES =
  /^(?:return_statement|throw_statement|raise_statement|break_statement|continue_statement|goto_statement|return_expression|break_expression|continue_expression|return|break|next|redo)$/;
/** What may well stand after a `return`: it is reached otherwise, or declares something. */
const MAY_FOLLOW =
  /comment|label|case|default|declaration$|function_definition|function_item|class|rescue|ensure|else|elsif|empty_statement|text|php_tag|heredoc|preproc|switch_section|attribute|^template/;
const DECLARES =
  /^(?:lexical_declaration|variable_declaration|local_declaration_statement|local_variable_declaration|short_var_declaration|let_declaration|declaration)$/;

const CATCHES = ["catch_clause", "rescue"];
const LEAVES_LOOP =
  /^(?:break_statement|return_statement|throw_statement|goto_statement|yield_statement|break_expression|return_expression|raise_statement|return|break|yield|yield_expression|await_expression|try_expression|macro_invocation|co_await_expression)$/;

export const FLOW_RULES: Rule[] = [
  {
    name: "unreachable-code",
    category: "bug",
    severity: "warning",
    languages: ALL,
    kinds: [...LEAVES.source.slice(4, -2).split("|"), "expression_statement", "call"],
    check: unreachable,
  },
  {
    name: "swallowed-exception",
    category: "bug",
    severity: "warning",
    languages: ["cpp", "csharp", "java", "javascript", "typescript", "php", "ruby", "go"],
    kinds: [...CATCHES, "if_statement"],
    check: swallowed,
  },
  {
    name: "infinite-loop",
    category: "bug",
    severity: "warning",
    languages: [...BRACED, "python"],
    kinds: ["while_statement", "while_expression", "loop_expression", "for_statement"],
    check: infinite,
  },
  {
    name: "empty-statement",
    category: "bug",
    severity: "warning",
    languages: ["c", "cpp", "csharp", "java", "javascript", "typescript", "php"],
    kinds: ["if_statement", "for_statement", "while_statement"],
    check: emptyBody,
  },
];

function unreachable(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const [only] = namedChildren(node);
  if (node.kind === "expression_statement" && (only === undefined || !LEAVES.test(only.kind))) return null;
  if (node.kind === "call" && (language !== "ruby" || callOf(node, text)?.name !== "raise")) return null;
  // Rust's and Ruby's are expressions; inside of another one (`x || return`) nothing follows for certain.
  const parent = node.parent;
  if (
    parent === null ||
    !/block|body|statement_list|compound_statement|^then$|^do$|^else$|program|module|declaration_list|switch_body|_case$|group|source_file/.test(
      parent.kind,
    )
  )
    return null;
  if (
    language === "ruby" &&
    /argument|body_statement/.test(parent.kind) === false &&
    parent.kind !== "then" &&
    parent.kind !== "do" &&
    parent.kind !== "else"
  )
    return null;
  const siblings = parent.children.filter(({ named }) => named);
  const next = siblings[siblings.indexOf(node) + 1];
  if (next === undefined || next.missing || next.kind === "ERROR") return null;
  if (MAY_FOLLOW.test(next.kind) && !DECLARES.test(next.kind)) return null;
  if (language === "python" && /^yield/.test(textOf(next))) return null; // makes the function a generator
  const last = siblings.filter(({ kind }) => !MAY_FOLLOW.test(kind) || DECLARES.test(kind)).at(-1) ?? next;
  const word = /^\w+/.exec(textOf(node))?.[0] ?? "return";
  return {
    at: { start: next.start, end: Math.max(last.end, next.end) },
    message: `This never runs: \`${word}\` leaves before it`,
  };
}

function swallowed(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  if (node.kind === "if_statement") {
    const condition = fieldOf(node, "condition");
    const then = fieldOf(node, "consequence");
    if (language !== "go" || condition === undefined || then === undefined) return null;
    if (!/^err\w* != nil$/.test(textOf(condition)) || !isEmpty(then, text)) return null;
    return { at: condition, message: "The error is noticed and then ignored: handle it or return it" };
  }
  const body = fieldOf(node, "body");
  if (
    language === "ruby" ? namedChildren(node).some(({ kind }) => !/exception/.test(kind)) : body === undefined
  )
    return null;
  // A comment says that it is meant.
  if (!isEmpty(body ?? node, text) || /#|\/\/|\/\*/.test(textOf(node))) return null;
  const start = node.start;
  const end = body === undefined ? start + "rescue".length : body.start;
  return {
    at: { start, end },
    message: "What goes wrong here is never heard of: handle it, log it, or say in a comment why not",
  };
}

function isEmpty(block: SyntaxNode, text: string): boolean {
  if (block.kind === "rescue") return !block.children.some(({ field }) => field === "body");
  return text.slice(block.start, block.end).replace(/[{}\s]/g, "") === "";
}

/** A longer loop is left alone: looking for what may change in it takes the square of its length. */
const BODY_CHARS_MAX = 4_000;

function infinite(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const body = fieldOf(node, "body");
  // Go's `for condition {` gives it no name.
  const condition = fieldOf(node, "condition") ?? namedChildren(node).find((child) => child !== body);
  if (
    body === undefined ||
    node.children.some(({ kind }) => kind === "range_clause" || kind === "for_clause")
  )
    return null;
  if (node.kind === "for_statement" && context.language !== "go") return null;
  if (body.end - body.start > BODY_CHARS_MAX) return null;
  const inside = [...below(body, ({ kind }) => !/function|closure|lambda|func_literal/.test(kind))];
  if (inside.some(({ kind }) => LEAVES_LOOP.test(kind) || kind === "ERROR")) return null;
  const names = condition === undefined ? [] : conditionNames(unwrapped(condition), context);
  if (names === null) return null;
  const always = condition === undefined || names.length === 0;
  // Without a condition it is a server's or a worker's loop, as soon as it calls anything.
  if (always && inside.some((child) => callOf(child, context.text) !== null)) return null;
  if (always && condition !== undefined && !/^\(?(?:true|True|1)\)?$/.test(textOf(condition))) return null;
  const code = textOf(body);
  if (names.some((name) => mayChange(name, code))) return null;
  return {
    at: condition ?? { start: node.start, end: body.start },
    message: always
      ? "This loop never ends"
      : `Nothing in this loop changes ${names.map((name) => `\`${name}\``).join(" or ")}: once begun, it never ends`,
  };
}

/** The local variables a condition looks at; null where more has a say in it. */
function conditionNames(condition: SyntaxNode, { textOf, text }: RuleContext): string[] | null {
  const parts = [condition, ...below(condition)];
  if (parts.some((part) => callOf(part, text) !== null)) return null;
  if (
    parts.some(({ kind }) =>
      /member|attribute|subscript|field|selector|pointer|update|assignment|unary|index|property|element|await|let/.test(
        kind,
      ),
    )
  )
    return null;
  const names = parts.filter(({ kind }) => /^(?:identifier|variable_name)$/.test(kind)).map(textOf);
  if (condition.fn === null) return names.length === 0 ? [] : null;
  const before = text.slice(condition.fn.start, condition.start);
  const isLocal = (name: string) => {
    const word = escapeRegExp(name);
    const isSet = new RegExp(`(?:^|[^\\w.])${word}\\s*(?::[^=\\n]*)?:?=[^=]`).test(before);
    return isSet || new RegExp(`^[^{]*[(,]\\s*(?:[\\w<>:. ]+\\s)?${word}\\s*[,):=]`).test(before);
  };
  return names.every(isLocal) ? names : null;
}

function mayChange(name: string, code: string): boolean {
  const word = `(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`;
  return new RegExp(
    `${word}\\s*(?:[-+*/%&|^.]|<<|>>|\\?\\?|\\*\\*|//)?:?=(?!=)|(?:\\+\\+|--|&(?:mut )?|\\bref |\\bout )\\s*${word}|${word}\\s*(?:\\+\\+|--)|${word}[^;\\n=]*,[^;\\n=]*[:]?=(?!=)|,\\s*${word}\\s*:?=(?!=)`,
  ).test(code);
}

function emptyBody(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const body = fieldOf(node, "consequence") ?? fieldOf(node, "body");
  const isNothing = body !== undefined && textOf(body).trim() === ";" && body.end - body.start === 1;
  if (!isNothing || body.missing) return null;
  const after = /^[ \t]*\n?\s*\{/.test(text.slice(body.end));
  // An empty loop may wait for its condition; one with a block behind it was meant to have that.
  if (node.kind !== "if_statement" && !after) return null;
  const word = node.kind === "if_statement" ? "condition" : "loop";
  return {
    at: { start: node.start, end: body.end },
    message: `This \`;\` ends the ${word}: what follows does not belong to it`,
    ...(after || language === "php"
      ? { fix: { title: "Remove `;`", edits: [{ start: body.start, end: body.end, text: "" }] } }
      : {}),
  };
}
