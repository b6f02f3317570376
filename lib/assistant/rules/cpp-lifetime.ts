import { isSet, localsOf, nextMention } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode, type SyntaxTree } from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** C++: what lives shorter than it is used, and what is copied without need. */

const bug = { category: "bug", severity: "warning", languages: ["cpp"] } as const;

export const CPP_LIFETIME_RULES: Rule[] = [
  { name: "used-after-move", ...bug, kinds: ["call_expression"], check: usedAfterMove },
  { name: "view-of-local", ...bug, kinds: ["return_statement"], check: viewOfLocal },
  { name: "view-of-temporary", ...bug, kinds: ["declaration"], check: viewOfTemporary },
  {
    name: "destructor-not-virtual",
    ...bug,
    kinds: ["class_specifier", "struct_specifier"],
    check: destructorNotVirtual,
  },
  { name: "caught-by-value", ...bug, kinds: ["catch_clause"], check: caughtByValue },
  {
    name: "copied-in-loop",
    ...bug,
    category: "performance",
    severity: "info",
    kinds: ["for_range_loop"],
    check: copiedInLoop,
  },
  {
    name: "copied-argument",
    ...bug,
    category: "performance",
    severity: "info",
    kinds: ["parameter_declaration"],
    check: copiedArgument,
  },
];

/** A local or parameter that is moved away as a whole and read again in the same function, on no other branch. */
function usedAfterMove(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const call = callOf(node, context.text);
  const [moved] = call?.arguments ?? [];
  if (call?.name !== "move" || call.receiver !== "std" || moved?.kind !== "identifier" || node.fn === null)
    return null;
  const name = context.textOf(moved);
  const statement = statementOf(node);
  if (statement === null || /return|co_/.test(statement.kind)) return null;
  const next = nextMention(name, statement.end, node.fn, context);
  if (next === undefined || isSet(next, context) || next.fn !== node.fn || !isBelow(next, statement.parent))
    return null;
  const member = next.parent?.kind === "field_expression" ? fieldOf(next.parent, "field") : undefined;
  if (
    member !== undefined &&
    /^(?:clear|assign|reset|swap|resize|emplace|operator)/.test(context.textOf(member))
  )
    return null;
  if (
    next.field === "declarator" ||
    (/declarator|parameter/.test(next.parent?.kind ?? "") && next.field !== "value")
  )
    return null;
  if (context.text[next.start - 1] === "&" || context.text.slice(next.end).startsWith(" = ")) return null;
  return { at: next, message: `\`${name}\` was moved away above: what it holds now is not certain` };
}

function statementOf(node: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode | null = node;
  while (at !== null && at.parent?.kind !== "compound_statement") at = at.parent;
  return at;
}

function isBelow(node: SyntaxNode, block: SyntaxNode | null): boolean {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at === block) return true;
  return false;
}

const OWNS = /^(?:std::)?(?:string|wstring|vector<|ostringstream|stringstream|array<)/;

/** A `string_view`, `span` or pointer to what a local string or vector holds. */
function viewOfLocal(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [value] = namedChildren(node);
  const { fn } = node;
  if (value === undefined || fn === null || fn.kind !== "function_definition") return null;
  const body = fieldOf(fn, "body");
  const signature = context.text.slice(fn.start, body?.start ?? fn.start);
  const isView = /^[^(]*\b(?:string_view|span<[^(]*>)\s+[\w:]+\s*\(/.test(signature);
  const isPointer = /^[^(]*\*\s*[\w:]+\s*\(/.test(signature);
  const written = context.textOf(value);
  const [, name, end] = /^(\w+)((?:\.(?:c_str|data)\(\))?)$/.exec(written) ?? [];
  const local = localsOf(fn, context).find((one) => one.name === name && !one.isPointer && !one.isReference);
  if (local === undefined || !OWNS.test(local.type)) return null;
  if (!(isView || (isPointer && end !== ""))) return null;
  return {
    at: node,
    message: `\`${local.name}\` is gone when the function returns: what is returned refers to nothing`,
  };
}

/** `std::string_view v = make() + "…";`, `const char *p = s.substr(1).c_str();` */
function viewOfTemporary(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const type = fieldOf(node, "type");
  const declarator = fieldOf(node, "declarator");
  const value = declarator === undefined ? undefined : fieldOf(declarator, "value");
  if (type === undefined || value === undefined) return null;
  const written = context.textOf(value);
  const isView =
    /^(?:std::)?string_view$/.test(context.textOf(type)) &&
    /^std::(?:string|to_string)\(|\.substr\([^)]*\)\s*\+|^\w+\s*\+\s*"|\.str\(\)$/.test(written);
  const isPointer =
    /char/.test(context.textOf(type)) &&
    /(?:\.substr\([^()]*\)|\.str\(\)|std::to_string\([^()]*\)|std::string\([^()]*\)|\))\.(?:c_str|data)\(\)$/.test(
      written,
    ) &&
    !/\bpath|name\(\)\.|get\(\)/.test(written) &&
    /substr|str\(\)|to_string|std::string\(|\+/.test(written);
  if (!isView && !isPointer) return null;
  return {
    at: value,
    message: "This refers to a value that is gone at the end of this line: keep it in a variable of its own",
  };
}

/** A class with virtual functions whose destructor is not: deleting a derived one through it goes wrong. */
function destructorNotVirtual(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [name, body] = [fieldOf(node, "name"), fieldOf(node, "body")];
  if (
    name === undefined ||
    body === undefined ||
    node.children.some(({ kind }) => kind === "base_class_clause")
  )
    return null;
  const members = namedChildren(body);
  const first = members.find((member) => /^\s*virtual\b/.test(textOf(member)));
  if (first === undefined || members.some((member) => /~\s*\w/.test(textOf(member).slice(0, 200))))
    return null;
  if (
    /\bfinal\b/.test(text.slice(node.start, body.start)) ||
    /\bpreproc/.test(members.map(({ kind }) => kind).join(" "))
  )
    return null;
  const isBase = new RegExp(
    `:\\s*(?:public|protected|private|virtual)?\\s*(?:public\\s+)?${escapeRegExp(textOf(name))}\\b|(?:unique_ptr|shared_ptr)<${escapeRegExp(textOf(name))}>|\\bdelete\\b`,
  ).test(text);
  if (!isBase) return null;
  return {
    at: { start: node.start, end: name.end },
    message: `\`${textOf(name)}\` has virtual functions, and no virtual destructor: deleting what derives from it goes wrong`,
  };
}

function caughtByValue(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const passed = fieldOf(node, "parameters");
  const [declaration] = passed === undefined ? [] : namedChildren(passed);
  const type = declaration === undefined ? undefined : fieldOf(declaration, "type");
  if (
    declaration === undefined ||
    type === undefined ||
    !/exception|error|failure|Error|Exception/.test(textOf(type))
  )
    return null;
  if (/[*&]/.test(textOf(declaration))) return null;
  return {
    at: declaration,
    message: "This copies only the part that the base class knows: catch a reference",
    fix: { title: "Catch a reference", edits: [{ start: type.end, end: type.end, text: "&" }] },
  };
}

const LARGE = /^(?:const\s+)?std::(?:string|vector<|map<|set<|unordered_|deque<|list<|function<)/;

function copiedInLoop(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const [type, name, over] = [fieldOf(node, "type"), fieldOf(node, "declarator"), fieldOf(node, "right")];
  if (type === undefined || name?.kind !== "identifier" || over === undefined) return null;
  const isAuto = textOf(type) === "auto" && isOfLarge(textOf(over), context);
  if (!isAuto && !LARGE.test(textOf(type))) return null;
  const body = fieldOf(node, "body");
  const word = escapeRegExp(textOf(name));
  // Where it is changed or given away, the copy is needed.
  if (
    body === undefined ||
    new RegExp(
      `(?<![\\w.])${word}(?:\\.\\w+)?\\s*(?:[-+*/|&]?=(?!=)|\\+\\+|--)|move\\(\\s*${word}|&${word}\\b|>>\\s*${word}\\b|\\b${word}\\.(?:push|pop|erase|insert|clear|append|resize|emplace)`,
    ).test(textOf(body))
  )
    return null;
  return {
    at: { start: type.start, end: name.end },
    message: `Each round copies a whole \`${textOf(name)}\`: take \`const auto&\``,
  };
}

/** What each container of the text holds, by its name. */
const HELD = new WeakMap<SyntaxTree, Map<string, string>>();

function heldBy(name: string, { tree, text }: RuleContext): string | undefined {
  const known = HELD.get(tree);
  if (known !== undefined) return known.get(name);
  const containers =
    /\b(?:vector|list|deque|set|map|unordered_map|array)<((?:[^<>;]|<[^<>;]*>){1,200})>\s*&?\s*(\w+)/g;
  const held = new Map([...text.matchAll(containers)].map(([, of = "", by = ""]) => [by, of.trim()]));
  HELD.set(tree, held);
  return held.get(name);
}

const SMALL =
  /[*&]|^(?:const )?(?:unsigned |signed )?(?:int|char|long|short|bool|double|float|std::size_t|size_t|u?int\d+_t)(?:\s+\w+)?$/;

/** Whether the text declares it as a container of more than numbers. */
function isOfLarge(over: string, context: RuleContext): boolean {
  if (!/^[\w.]+$/.test(over)) return false;
  const of = heldBy(over.split(".").at(-1) ?? over, context);
  return of !== undefined && !SMALL.test(of);
}

function copiedArgument(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [type, name] = [fieldOf(node, "type"), fieldOf(node, "declarator")];
  const list = node.parent;
  const fn = list?.parent?.parent;
  if (type === undefined || name?.kind !== "identifier" || fn?.kind !== "function_definition") return null;
  if (
    !/^(?:const\s+)?std::(?:vector|map|set|unordered_map|unordered_set|deque|list|string$)/.test(textOf(type))
  )
    return null;
  const body = text.slice(list?.end ?? fn.start, fn.end);
  const word = escapeRegExp(textOf(name));
  if (
    new RegExp(
      `move\\(\\s*${word}|(?<![\\w.])${word}\\s*(?:[-+*/|&]?=(?!=)|\\[[^\\]]*\\]\\s*[-+]?=)|sort\\(|swap|return\\s+${word}\\s*;|(?<![\\w.])${word}\\.(?:push|pop|erase|insert|clear|append|resize|emplace|begin|back|front|replace)|[&>]\\s*${word}\\b|[{(]${word}[)}]`,
    ).test(body)
  )
    return null;
  return {
    at: node,
    message: `Each call copies a whole \`${textOf(name)}\`: take \`const ${textOf(type)}&\``,
  };
}
