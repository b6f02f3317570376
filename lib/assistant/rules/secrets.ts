import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { ALL, contentOf, hasInserted, STRING_KINDS } from "@/lib/assistant/rules/vocabulary";

/** Passwords and keys that are written into the code. Ruff looks for them in Python. */

const SECRET_NAME =
  /(?:passw(?:or)?d|passwd|secret|api_?key|auth_?token|access_?token|private_?key|access_?key|secret_?key|client_?secret)$/i;
const NO_SECRET =
  /^(?:x+|\*+|\.+|<.*>|\$\{.*|%.*|.*(?:change.?me|example|placeholder|your[-_ ]|dummy|redacted|test|secret_key|password|todo).*|none|null|undefined|[a-z]+|[A-Z_]+|https?:.*|\/.*)$/i;

export const SECRET_RULES: Rule[] = [
  {
    name: "hard-coded-secret",
    category: "security",
    severity: "warning",
    languages: [...ALL.filter((language) => language !== "python"), "shell"],
    kinds: [...STRING_KINDS, "word"],
    check: hardCodedSecret,
  },
];

function hardCodedSecret(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const value = contentOf(node, text);
  const holder = node.parent;
  if (holder === null || value.length < 6 || hasInserted(node) || /\s/.test(value) || NO_SECRET.test(value))
    return null;
  if (node.kind === "word" && (language !== "shell" || node.field !== "value")) return null;
  const name =
    fieldOf(holder, "name") ??
    fieldOf(holder, "left") ??
    fieldOf(holder, "key") ??
    fieldOf(holder, "declarator") ??
    nameOfElement(holder, node);
  const named = name === undefined || name === node ? goName(holder, textOf) : textOf(name);
  if (!SECRET_NAME.test(named.replace(/["':*\s]|^.*[.>$]/g, ""))) return null;
  return {
    at: node,
    message: "A secret in the code is known to everybody who can read it: take it from the environment",
  };
}

function nameOfElement(holder: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(?:array_element_initializer|const_element|property_element|keyed_element|pair)$/.test(holder.kind))
    return undefined;
  return namedChildren(holder).find((child) => child !== node);
}

/** `const key = "…"` in Go: the value stands in a list of its own. */
function goName(holder: SyntaxNode, textOf: RuleContext["textOf"]): string {
  const declaration = holder.kind === "expression_list" ? holder.parent : null;
  const name =
    declaration === null ? undefined : (fieldOf(declaration, "name") ?? fieldOf(declaration, "left"));
  return name === undefined ? "" : textOf(name);
}
