import { isSet, type Local, localsOf, mentionsOf, usesOf } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** Memory in C and C++: too little of it, used after it was given back, given back twice, wrongly or never. */

const both = { category: "bug", severity: "warning", languages: ["c", "cpp"] } as const;

export const C_MEMORY_RULES: Rule[] = [
  { name: "no-room-for-end", ...both, kinds: ["call_expression"], check: noRoomForEnd },
  { name: "use-after-free", ...both, kinds: ["call_expression", "delete_expression"], check: useAfterFree },
  { name: "wrong-delete", ...both, kinds: ["delete_expression"], check: wrongDelete },
  {
    name: "lost-by-realloc",
    ...both,
    severity: "info",
    kinds: ["assignment_expression"],
    check: lostByRealloc,
  },
  { name: "memory-leak", ...both, kinds: ["function_definition"], check: neverFreed },
];

function noRoomForEnd(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  const [size] = call?.arguments ?? [];
  const isAll = size !== undefined && callOf(size, text)?.name === "strlen";
  if (call?.name !== "malloc" || !isAll) return null;
  return {
    at: node,
    message: `A text needs one byte more than \`${textOf(size)}\`, for the zero at its end`,
    fix: { title: "Add 1", edits: [{ start: size.end, end: size.end, text: " + 1" }] },
  };
}

/** What is given back by `free(x)` or `delete x`: the text of `x`, where that is a variable or a field of one. */
function freed(node: SyntaxNode, { text, textOf }: RuleContext): string | null {
  const call = callOf(node, text);
  const passed =
    call === null ? namedChildren(node).at(-1) : call.name === "free" ? call.arguments[0] : undefined;
  if (passed === undefined) return null;
  const what = textOf(passed);
  return /^\w+(?:(?:->|\.)\w+)*$/.test(what) ? what : null;
}

/** The statements behind it in the same block, until something is put into the variable or the block is left. */
function useAfterFree(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const what = freed(node, context);
  const statement = node.parent;
  if (what === null || statement?.kind !== "expression_statement" || statement.parent === null) return null;
  const siblings = statement.parent.children;
  const word = `(?<![\\w.>])${escapeRegExp(what)}(?!\\w)`;
  const set = new RegExp(`${word}\\s*=(?!=)|&\\s*${word}|#`);
  const used = new RegExp(
    `${word}\\s*(?:->|\\[)|(?:\\*\\s*|free\\s*\\(\\s*|delete\\s*(?:\\[\\]\\s*)?)${word}|${word}\\s*[,)](?=[^;]*\\)\\s*;)`,
  );
  const owner = /^(\w+)(?:->|\.)/.exec(what)?.[1];
  for (const next of siblings.slice(siblings.indexOf(statement) + 1)) {
    const written = context.textOf(next);
    if (!next.named || /comment/.test(next.kind)) continue;
    const setAt =
      set.exec(written)?.index ??
      (owner === undefined ? -1 : (new RegExp(`\\b${owner}\\s*=(?!=)`).exec(written)?.index ?? -1));
    const usedAt = used.exec(written)?.index ?? -1;
    if (usedAt >= 0 && (setAt < 0 || isReadFirst(next, usedAt, setAt)) && isPlain(next)) {
      const at = { start: next.start + usedAt, end: next.end };
      const again = /^(?:free|delete)/.test(written.slice(usedAt));
      return {
        at,
        message: again ? `\`${what}\` was given back already` : `\`${what}\` is used after it was given back`,
      };
    }
    if (setAt >= 0 || /jump|return|break|continue|goto|case|label|preproc/.test(next.kind)) return null;
  }
  return null;
}

/** In `x = x->next`, the right side comes first; else what is set first is no longer what was given back. */
const isReadFirst = (next: SyntaxNode, usedAt: number, setAt: number): boolean =>
  usedAt < setAt || (next.kind === "expression_statement" && setAt === 0);

const isPlain = ({ kind }: SyntaxNode): boolean =>
  /^(?:expression_statement|return_statement|declaration|if_statement)$/.test(kind);

/** How members and locals of a C++ text were made: by `new` or by `new …[]`. */
function wrongDelete(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const name = namedChildren(node).at(-1);
  if (name === undefined || !/^\w+$/.test(textOf(name))) return null;
  const isArray = /^(?:::)?delete\s*\[/.test(textOf(node));
  const word = escapeRegExp(textOf(name));
  const within =
    name.kind === "identifier" && localOf(name, context) !== undefined && node.fn !== null
      ? text.slice(node.fn.start, node.fn.end)
      : text;
  const made = [
    ...within.matchAll(
      new RegExp(
        `(?<![\\w.>])${word}\\s*(?:=|\\(|\\{)\\s*new\\s+(?:const\\s+)?[\\w:]+(?:<[^;]*?>)?(?:\\s*\\*)*\\s*(\\[)?`,
        "g",
      ),
    ),
  ];
  if (made.length === 0 || !made.every(([, bracket]) => (bracket !== undefined) !== isArray)) return null;
  const [right, start] = isArray ? ["delete", node.start] : ["delete[]", node.start];
  const end = start + (/^delete\s*(?:\[\s*\])?/.exec(textOf(node))?.[0].length ?? 0);
  if (end === start) return null;
  return {
    at: node,
    message: `\`${textOf(name)}\` was made by \`new${isArray ? "" : "[]"}\`: give it back by \`${right}\``,
    fix: { title: `Use \`${right}\``, edits: [{ start, end, text: right }] },
  };
}

const localOf = (name: SyntaxNode, context: RuleContext): Local | undefined =>
  name.fn === null
    ? undefined
    : localsOf(name.fn, context).find((local) => local.name === context.textOf(name));

function lostByRealloc(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const left = fieldOf(node, "left");
  let right = fieldOf(node, "right");
  if (right?.kind === "cast_expression") right = fieldOf(right, "value");
  const call = right === undefined ? null : callOf(right, text);
  const [first] = call?.arguments ?? [];
  if (left === undefined || call?.name !== "realloc" || first === undefined) return null;
  if (textOf(left) !== textOf(first)) return null;
  return {
    at: node,
    message: `When \`realloc\` fails, what \`${textOf(left)}\` held is lost: keep its answer apart first`,
  };
}

/** A local that holds new memory and never leaves the function: it is only looked into. */
function neverFreed(fn: SyntaxNode, context: RuleContext): RuleFinding[] {
  return localsOf(fn, context).flatMap((local) => {
    const { value } = local;
    const isMade = value !== undefined && local.isPointer && local.at.fn === fn && makes(value, context);
    if (!isMade || fieldOf(fn, "declarator")?.kind === undefined) return [];
    const uses = usesOf(local, fn, context);
    if (uses.length === 0 || !uses.every((use) => staysInside(use, context))) return [];
    if ((mentionsOf(fn, context).get("main")?.length ?? 0) > 0) return [];
    return [{ at: local.at, message: `The memory of \`${local.name}\` is never given back` }];
  });
}

function makes(value: SyntaxNode, { text, textOf }: RuleContext): boolean {
  const inner = value.kind === "cast_expression" ? (fieldOf(value, "value") ?? value) : value;
  if (inner.kind === "new_expression")
    return !textOf(inner).includes("(this") && /^new\s+\w+\s*\[/.test(textOf(inner));
  return /^(?:malloc|calloc|strdup|fopen)$/.test(callOf(inner, text)?.name ?? "");
}

function staysInside(use: SyntaxNode, context: RuleContext): boolean {
  const parent = use.parent;
  if (parent === null || use.fn === null || isSet(use, context)) return false;
  if (parent.kind === "subscript_expression" || parent.kind === "field_expression") return true;
  if (
    parent.kind === "binary_expression" ||
    parent.kind === "condition_clause" ||
    parent.kind === "unary_expression"
  )
    return /[!=]=|!/.test(context.textOf(parent)) || parent.kind === "condition_clause";
  if (parent.kind !== "argument_list" || parent.parent === null) return false;
  return /^(?:printf|puts|strcpy|strcat|strlen|memset|snprintf|sprintf|fgets|fputs|fprintf|fscanf|fread|fwrite|strcmp|memcpy)$/.test(
    callOf(parent.parent, context.text)?.name ?? "",
  );
}
