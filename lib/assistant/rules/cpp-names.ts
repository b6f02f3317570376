import { localsOf } from "@/lib/assistant/rules/locals";
import { isOneSlipAway } from "@/lib/assistant/rules/misspelt";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, type SyntaxNode, type SyntaxTree } from "@/lib/assistant/rules/syntax-tree";

/** C++: names of the standard library without their header, and members that a class or container does not have. */

const error = { category: "error", severity: "error", languages: ["cpp"] } as const;

export const CPP_NAME_RULES: Rule[] = [
  { name: "missing-include", ...error, kinds: ["qualified_identifier"], check: missingInclude },
  { name: "no-such-member", ...error, kinds: ["field_expression"], check: noSuchMember },
  {
    name: "set-constant",
    ...error,
    kinds: ["assignment_expression", "update_expression"],
    check: setConstant,
  },
];

/** The header each name is of, and after `:` others that bring it along in every common library. */
const HEADERS: Record<string, string> = {
  unordered_map: "unordered_map: functional regex",
  unordered_set: "unordered_set",
  map: "map: regex",
  set: "set",
  vector: "vector: queue stack algorithm regex functional random future condition_variable",
  deque: "deque: queue stack",
  list: "list",
  queue: "queue",
  priority_queue: "queue",
  stack: "stack: regex",
  thread: "thread: future",
  mutex: "mutex: condition_variable future shared_mutex",
  ifstream: "fstream: filesystem",
  ofstream: "fstream: filesystem",
  fstream: "fstream",
  ostringstream: "sstream: regex iomanip filesystem random complex chrono thread",
  istringstream: "sstream: regex iomanip filesystem random complex chrono thread",
  stringstream: "sstream: regex iomanip filesystem random complex chrono thread",
  optional: "optional: charconv filesystem variant algorithm ranges format",
  variant: "variant: ranges format",
  regex: "regex",
  setprecision: "iomanip: filesystem regex chrono",
  setw: "iomanip: filesystem regex chrono",
  unique_ptr: "memory: thread future mutex functional regex algorithm map vector string queue",
  shared_ptr: "memory: future regex filesystem functional",
  make_unique: "memory: thread future mutex functional regex algorithm",
  make_shared: "memory: future regex filesystem functional",
  accumulate: "numeric",
  iota: "numeric",
  cout: "iostream",
  cin: "iostream",
  cerr: "iostream",
};
const LOADED = new WeakMap<SyntaxTree, Set<string> | null>();

/** What the file includes; null where one of it is not of the standard library: that may include anything. */
function included({ text, tree }: RuleContext): Set<string> | null {
  const known = LOADED.get(tree);
  if (known !== undefined) return known;
  const names = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"][^>"]*[>"])/gm)].map(
    ([, name = ""]) => name,
  );
  const isStandard =
    names.length > 0 &&
    names.every((name) => /^<[a-z_]+>$/.test(name)) &&
    !/\bimport\s+std\b|<iosfwd>|bits\//.test(text);
  const loaded = isStandard ? new Set(names.map((name) => name.slice(1, -1))) : null;
  LOADED.set(tree, loaded);
  return loaded;
}

function missingInclude(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const name = /^std::(\w+)/.exec(context.textOf(node))?.[1];
  const header = name === undefined ? undefined : HEADERS[name];
  const loaded = header === undefined ? null : included(context);
  if (name === undefined || header === undefined || loaded === null) return null;
  const [own = "", others = ""] = header.split(":");
  if (loaded.has(own) || others.split(" ").some((other) => loaded.has(other))) return null;
  const last = [...context.text.matchAll(/^[ \t]*#[ \t]*include[^\n]*\n/gm)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return {
    at: node,
    message: `\`std::${name}\` is not declared: it needs \`#include <${own}>\``,
    fix: { title: `Include \`${own}\``, edits: [{ start: at, end: at, text: `#include <${own}>\n` }] },
  };
}

/** Methods that people look for in the standard containers, and what those have instead. */
const OTHERS: [RegExp, Record<string, string>][] = [
  [
    /^(?:std::)?(?:vector|deque|list|map|set|unordered_map|unordered_set|array)<.*>$/s,
    { length: "size", add: "push_back", append: "insert", isEmpty: "empty", remove: "erase", Count: "size" },
  ],
  [
    /^(?:std::)?(?:vector|deque|list|map|set|unordered_map|unordered_set|string|array)(?:<.*>)?$/s,
    {
      isEmpty: "empty",
      count_if: "std::count_if",
      len: "size",
      Length: "size",
      push: "push_back",
      sort: "std::sort",
      charAt: "at",
      toUpperCase: "std::toupper",
      equals: "==",
    },
  ],
];

function noSuchMember(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [object, field] = [fieldOf(node, "argument"), fieldOf(node, "field")];
  if (object === undefined || field?.kind !== "field_identifier") return null;
  const name = context.textOf(field);
  return ofContainer(node, object, field, name, context) ?? misspeltMember(field, name, context);
}

function ofContainer(
  node: SyntaxNode,
  object: SyntaxNode,
  field: SyntaxNode,
  name: string,
  context: RuleContext,
): RuleFinding | null {
  if (object.kind !== "identifier" || node.fn === null) return null;
  const local = localsOf(node.fn, context).find((one) => one.name === context.textOf(object));
  const isList = local !== undefined && /list/.test(local.type);
  if (
    local === undefined ||
    local.isPointer ||
    (isList && /sort|remove/.test(name)) ||
    /array/.test(local.type)
  )
    return null;
  const instead = OTHERS.find(([type, names]) => type.test(local.type) && Object.hasOwn(names, name))?.[1][
    name
  ];
  if (instead === undefined) return null;
  return { at: field, message: `\`${local.type}\` has no \`${name}\`: use \`${instead}\`` };
}

interface Members {
  /** How often each name stands there, where it is not declared. */
  used: Map<string, number>;
  /** Those that are declared, by their letters in order. */
  declared: Map<string, Set<string>>;
}
const MEMBERS = new WeakMap<SyntaxTree, Members>();

const lettersOf = (name: string): string => [...name].sort().join("");

/** Members that stand once, and have two letters exchanged against one that this file declares. */
function misspeltMember(field: SyntaxNode, name: string, { tree, textOf }: RuleContext): RuleFinding | null {
  const { used, declared } = MEMBERS.get(tree) ?? membersOf(tree, textOf);
  const alike = [...(declared.get(lettersOf(name)) ?? [])];
  if (name.length < 4 || used.get(name) !== 1 || alike.includes(name)) return null;
  const meant = alike.find((other) => isOneSlipAway(name, other));
  if (meant === undefined) return null;
  return {
    at: field,
    message: `There is no \`${name}\`; did you mean \`${meant}\`?`,
    fix: { title: `Change to \`${meant}\``, edits: [{ start: field.start, end: field.end, text: meant }] },
  };
}

function membersOf(tree: SyntaxTree, textOf: RuleContext["textOf"]): Members {
  const members: Members = { used: new Map(), declared: new Map() };
  MEMBERS.set(tree, members);
  for (const node of tree.nodes) {
    if (node.kind !== "field_identifier") continue;
    const name = textOf(node);
    const letters = lettersOf(name);
    const alike = members.declared.get(letters) ?? new Set();
    if (node.field === "field") members.used.set(name, (members.used.get(name) ?? 0) + 1);
    else members.declared.set(letters, alike.add(name));
  }
  return members;
}

/** `const int n = 1; n = 2;` */
function setConstant(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const target = fieldOf(node, "left") ?? fieldOf(node, "argument");
  if (target?.kind !== "identifier" || node.fn === null) return null;
  const name = context.textOf(target);
  const locals = localsOf(node.fn, context).filter((local) => local.name === name);
  const [only] = locals;
  if (
    only === undefined ||
    locals.length > 1 ||
    only.isPointer ||
    only.isReference ||
    only.at.start > node.start
  )
    return null;
  if (
    !/^\s*(?:static\s+)?const(?:expr)?\b/.test(context.textOf(only.declaration)) ||
    only.declaration.parent === null
  )
    return null;
  const block = only.declaration.parent;
  if (node.start > block.end || only.at.fn !== node.fn) return null;
  return { at: node, message: `\`${name}\` is declared \`const\`, and cannot be set` };
}
