import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import type { SyntaxNode } from "@/lib/assistant/rules/syntax-tree";

/** Names that are nowhere declared and stand only once, one slip away from one that is. */

const error = { category: "error", severity: "error" } as const;

export const MISSPELT_RULES: Rule[] = [
  { name: "undeclared-name", ...error, languages: ["cpp"], kinds: ["translation_unit"], check: undeclared },
  { name: "undeclared-name", ...error, languages: ["java"], kinds: ["program"], check: undeclared },
  {
    name: "undeclared-name",
    ...error,
    languages: ["csharp"],
    kinds: ["compilation_unit"],
    check: undeclared,
  },
  { name: "undeclared-name", ...error, languages: ["go", "rust"], kinds: ["source_file"], check: undeclared },
  {
    name: "undeclared-name",
    category: "bug",
    severity: "warning",
    languages: ["ruby"],
    kinds: ["program"],
    check: undeclaredInRuby,
  },
];

const NAME_LENGTH_MIN = 4;

/** Where a name stands that only uses what was declared elsewhere. */
function isUse(node: SyntaxNode): boolean {
  const parent = node.parent?.kind ?? "";
  if (
    /declarat|parameter|pattern$|label|import|package|using|namespace|attribute|annotation|enum_|catch_|qualified|scoped|range_clause|token_tree|macro|_spec|name_colon|keyed|field_init|element_value|query|from_clause|lambda|preproc|template|alias/.test(
      parent,
    )
  )
    return (
      /^(?:init_declarator|variable_declarator|let_declaration|short_var_declaration)$/.test(parent) &&
      node.field === "value"
    );
  if (parent === "expression_list")
    return node.parent?.field !== "left" || node.parent.parent?.kind !== "short_var_declaration";
  return !/^(?:name|field|property|declarator|label|type|pattern|alias)$/.test(node.field);
}

interface Count {
  uses: SyntaxNode[];
  declared: boolean;
}

function undeclared(root: SyntaxNode, { tree, text, textOf }: RuleContext): RuleFinding[] {
  if (tree.broken.size > 0) return [];
  const names = new Map<string, Count>();
  for (const node of tree.nodes) {
    if (
      !/^(?:identifier|field_identifier|type_identifier|property_identifier|namespace_identifier|package_identifier)$/.test(
        node.kind,
      )
    )
      continue;
    const name = textOf(node);
    const count = names.get(name) ?? { uses: [], declared: false };
    names.set(name, count);
    if (node.kind === "identifier" && node.fn !== null && isUse(node)) count.uses.push(node);
    else count.declared = true;
  }
  const known = [...names]
    .filter(([name, { declared }]) => declared && name.length >= NAME_LENGTH_MIN)
    .map(([name]) => name);
  const byLength = groupedByLength(known);
  return [...names].flatMap(([name, { uses, declared }]) => {
    const [use] = uses;
    if (
      declared ||
      use === undefined ||
      uses.length !== 1 ||
      name.length < NAME_LENGTH_MIN ||
      /^[A-Z]/.test(name) ||
      root !== tree.root
    )
      return [];
    const isCalled =
      use.field === "function" ||
      text[use.end] === "(" ||
      text[use.end] === "!" ||
      text.startsWith("::", use.end);
    const meant = isCalled ? undefined : slipOf(name, byLength);
    return meant === undefined ? [] : [told(use, name, meant)];
  });
}

function told(at: SyntaxNode, name: string, meant: string): RuleFinding {
  return {
    at,
    message: `\`${name}\` is not declared; did you mean \`${meant}\`?`,
    fix: { title: `Change to \`${meant}\``, edits: [{ start: at.start, end: at.end, text: meant }] },
  };
}

function undeclaredInRuby(_root: SyntaxNode, { tree, textOf }: RuleContext): RuleFinding[] {
  const uses = new Map<string, SyntaxNode[]>();
  const set = new Set<string>();
  for (const node of tree.nodes) {
    if (node.kind !== "instance_variable") continue;
    const name = textOf(node);
    const others = uses.get(name);
    if (others === undefined) uses.set(name, [node]);
    else others.push(node);
    const isTarget =
      node.field === "left" ||
      /left_assignment_list|operator_assignment|exception_variable|mlhs/.test(node.parent?.kind ?? "");
    if (isTarget) set.add(name);
  }
  const byLength = groupedByLength([...set]);
  return [...uses].flatMap(([name, [use, ...more]]) => {
    if (set.has(name) || use === undefined || more.length > 0 || name.length <= NAME_LENGTH_MIN) return [];
    const meant = slipOf(name, byLength);
    return meant === undefined
      ? []
      : [{ ...told(use, name, meant), message: `\`${name}\` is never set; did you mean \`${meant}\`?` }];
  });
}

function groupedByLength(names: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const name of names) {
    const alike = groups.get(name.length);
    if (alike === undefined) groups.set(name.length, [name]);
    else alike.push(name);
  }
  return groups;
}

const KNOWN_MAX = 500;

/** The one name that was meant. What differs by an ending or by a number is another name, not a slip. */
function slipOf(name: string, byLength: Map<number, string[]>): string | undefined {
  const near = [-1, 0, 1].map((by) => byLength.get(name.length + by) ?? []);
  if (near.some((names) => names.length > KNOWN_MAX)) return undefined;
  const meant = near.flat().filter((other) => isOneSlipAway(name, other) && !isVariation(name, other));
  return meant.length === 1 ? meant[0] : undefined;
}

function isVariation(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.startsWith(short) || long.endsWith(short) || a.toLowerCase() === b.toLowerCase()) return true;
  // One letter for another: `left1` and `left2`, `rows` and `cows`; only what sounds alike or is swapped is a slip.
  return a.length === b.length && ![...a].sort().every((letter, index) => letter === [...b].sort()[index]);
}

/** One character more, less, other, or two exchanged. */
export function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)) return true;
  return (
    restA.length === restB.length &&
    restA[0] === restB[1] &&
    restA[1] === restB[0] &&
    restA.slice(2) === restB.slice(2)
  );
}
