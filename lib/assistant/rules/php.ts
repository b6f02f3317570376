import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import type { SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { escapeRegExp } from "@/lib/assistant/rules/vocabulary";

/** What PHP lets pass until that line runs. */

export const PHP_RULES: Rule[] = [
  {
    name: "undefined-variable",
    category: "bug",
    severity: "warning",
    languages: ["php"],
    kinds: ["variable_name"],
    check: undefinedVariable,
  },
];

const SUPERGLOBAL = /^\$(?:this|GLOBALS|_\w+|argv|argc|http_response_header|php_errormsg)$/;

function undefinedVariable(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const fn = node.fn;
  const name = textOf(node);
  if (fn === null || fn.kind === "arrow_function" || SUPERGLOBAL.test(name) || name.startsWith("$$"))
    return null;
  if (/static|property|parameter|scoped/.test(node.parent?.kind ?? "")) return null;
  const code = text.slice(fn.start, fn.end);
  if (/\b(?:compact|extract|include|include_once|require|require_once|eval|parse_str)\b|\$\$|\$\{/.test(code))
    return null;
  const before = text.slice(fn.start, node.start);
  const word = `${escapeRegExp(name)}(?!\\w)`;
  const isFirst = !new RegExp(word).test(before);
  // It is read here, and everywhere before: any first mention that sets it (or may, as an argument) is enough.
  const isSet = new RegExp(
    `${word}\\s*(?:\\[[^\\]]*\\]\\s*)*(?:[-+*/.%&|^]|\\?\\?|\\*\\*|<<|>>)?=(?![=>])|(?:\\bas\\b[^)]*|\\bglobal\\b[^;]*|\\bstatic\\b[^;]*|\\bcatch\\s*\\([^)]*|[[(]\\s*(?:[^=()]*,\\s*)?)${word}[^=]*(?:\\]|\\))\\s*=(?!=)`,
  );
  if (
    isSet.test(code) ||
    new RegExp(
      `(?:\\bas\\b[^)]*|\\bglobal\\b[^;]*|\\bstatic\\b[^;]*|\\bcatch\\s*\\([^)]*|\\bfunction\\b[^{]*|\\bfn\\b[^=]*|\\buse\\s*\\([^)]*)${word}`,
    ).test(code)
  )
    return null;
  if (
    new RegExp(`(?:\\w|\\])\\s*\\([^;]*${word}`).test(code.slice(0, node.start - fn.start + name.length)) &&
    !/^\s*(?:count|strlen|isset|empty)/.test(code)
  ) {
    if (node.parent?.kind === "argument") return null;
  }
  if (
    /\b(?:isset|empty|unset)\s*\([^)]*$/.test(before) ||
    /\?\?$/.test(text.slice(node.end, node.end + 4).trim())
  )
    return null;
  if (!isFirst) return null;
  return { at: node, message: `\`${name}\` is never set in this function` };
}
