import { C_HEADERS } from "@/lib/assistant/rules/c-headers";
import { isOneSlipAway } from "@/lib/assistant/rules/misspelt";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import {
  below,
  fieldOf,
  namedChildren,
  type SyntaxNode,
  type SyntaxTree,
} from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp, isString } from "@/lib/assistant/rules/vocabulary";

/** What a C or C++ compiler would warn of, as far as one file's text tells. */

const BOTH = ["c", "cpp"];

export const C_RULES: Rule[] = [
  {
    name: "unbounded-copy",
    category: "security",
    severity: "warning",
    languages: BOTH,
    kinds: ["call_expression"],
    check: unboundedCopy,
  },
  {
    name: "return-of-local",
    category: "bug",
    severity: "warning",
    languages: BOTH,
    kinds: ["return_statement"],
    check: returnOfLocal,
  },
  {
    name: "missing-include",
    category: "error",
    severity: "error",
    languages: ["c"],
    kinds: ["call_expression"],
    check: missingInclude,
  },
  {
    name: "undeclared-name",
    category: "error",
    severity: "error",
    languages: ["c"],
    kinds: ["translation_unit"],
    check: undeclaredNames,
  },
];

function unboundedCopy(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  if (call === null || !/^(?:gets|strcpy|strcat|sprintf|vsprintf)$/.test(call.name)) return null;
  const [, source] = call.arguments;
  if (call.name !== "gets") {
    if (source === undefined) return null;
    const isFixed = isString(source) && (!/printf/.test(call.name) || !/%s/.test(textOf(source)));
    if (isFixed) return null;
  }
  return {
    at: node,
    message: `\`${call.name}\` writes past the end when the text is longer than the place for it`,
  };
}

function returnOfLocal(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [value] = namedChildren(node);
  const fn = node.fn;
  if (value === undefined || fn === null || fn.kind !== "function_definition") return null;
  const isAddress = value.kind === "pointer_expression" && textOf(value).startsWith("&");
  const name = textOf(isAddress ? (namedChildren(value).at(-1) ?? value) : value);
  if (!/^\w+$/.test(name)) return null;
  const body = text.slice(fieldOf(fn, "body")?.start ?? node.start, node.start);
  const word = escapeRegExp(name);
  const declaration = new RegExp(
    `(?:^|[;{}(])\\s*((?:[\\w:<>,]+\\s+)+)(\\*|&)?\\s*${word}\\s*(\\[|[=;{(])`,
  ).exec(body);
  if (declaration === null || /\b(?:static|return|else|extern|thread_local)\b/.test(declaration[1] ?? ""))
    return null;
  const signature = text.slice(fn.start, fieldOf(fn, "body")?.start ?? fn.start);
  const isReference = /^[^(]*&\s*[\w:]+\s*\(/.test(signature) && declaration[2] === undefined;
  const isArray = declaration[3] === "[" && /^[^(]*\*/.test(signature);
  if (!isAddress && !isReference && !isArray) return null;
  return {
    at: node,
    message: `\`${name}\` is gone when the function returns: what is returned refers to nothing`,
  };
}

/** Asked for each call. */
const ONLY_STANDARD = new WeakMap<SyntaxTree, boolean>();

/** Whether everything the file includes is of the standard library: else names may come from anywhere. */
function includesOnlyStandard({ text, tree }: RuleContext): boolean {
  const known = ONLY_STANDARD.get(tree);
  if (known !== undefined) return known;
  const only = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"][^>"]*[>"])/gm)].every(
    ([, name]) => C_HEADERS[name?.slice(1, -1) ?? ""] !== undefined && name?.startsWith("<"),
  );
  ONLY_STANDARD.set(tree, only);
  return only;
}

function missingInclude(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, tree } = context;
  const called = fieldOf(node, "function");
  if (called?.kind !== "identifier" || !includesOnlyStandard(context)) return null;
  const name = text.slice(called.start, called.end);
  const header = Object.keys(C_HEADERS).find((file) => C_HEADERS[file]?.has(name));
  if (header === undefined || text.includes(`<${header}>`) || isDeclaredIn(tree.root, name, text))
    return null;
  const last = [...text.matchAll(/^[ \t]*#[ \t]*include[^\n]*\n/gm)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return {
    at: called,
    message: `\`${name}\` is not declared: it needs \`#include <${header}>\``,
    fix: { title: `Include \`${header}\``, edits: [{ start: at, end: at, text: `#include <${header}>\n` }] },
  };
}

function isDeclaredIn(root: SyntaxNode, name: string, text: string): boolean {
  return declaredNames(root, text).has(name);
}

/** Asked for each call. */
const DECLARED = new WeakMap<SyntaxNode, Set<string>>();

function declaredNames(root: SyntaxNode, text: string): Set<string> {
  const known = DECLARED.get(root);
  if (known !== undefined) return known;
  const names = new Set<string>();
  DECLARED.set(root, names);
  for (const node of below(root)) {
    const isName =
      node.field === "declarator" ||
      node.field === "name" ||
      /declarator$|declaration$|enumerator|preproc_params/.test(node.parent?.kind ?? "");
    if (isName && /identifier$/.test(node.kind)) names.add(text.slice(node.start, node.end));
  }
  return names;
}

/** Names that are nowhere declared and look like one that is: others may be somebody's macro. */
function undeclaredNames(root: SyntaxNode, context: RuleContext): RuleFinding[] {
  const { text, tree } = context;
  if (tree.broken.size > 0 || !includesOnlyStandard(context)) return [];
  const declared = declaredNames(root, text);
  const found: RuleFinding[] = [];
  for (const node of tree.nodes) {
    if (
      node.kind !== "identifier" ||
      node.fn === null ||
      node.field === "declarator" ||
      node.field === "name"
    )
      continue;
    const name = text.slice(node.start, node.end);
    if (declared.has(name) || name.length < 4 || /^[A-Z_0-9]+$/.test(name)) continue;
    if (
      Object.values(C_HEADERS).some((names) => names?.has(name)) ||
      /^(?:stdin|stdout|stderr|errno|true|false|NULL|bool)$/.test(name)
    )
      continue;
    const meant = [...declared].find((other) => other.length > 3 && isOneSlipAway(name, other));
    if (meant === undefined) continue;
    found.push({
      at: node,
      message: `\`${name}\` is not declared; did you mean \`${meant}\`?`,
      fix: { title: `Change to \`${meant}\``, edits: [{ start: node.start, end: node.end, text: meant }] },
    });
  }
  return found;
}
