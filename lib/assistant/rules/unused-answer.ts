import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { namedChildren, type SyntaxNode, type SyntaxTree } from "@/lib/assistant/rules/syntax-tree";
import { callOf, escapeRegExp, isString } from "@/lib/assistant/rules/vocabulary";

/** Methods that only answer, called for nothing; and methods that answer nothing, whose answer is kept. */

const bug = { category: "bug", severity: "warning" } as const;

export const ANSWER_RULES: Rule[] = [
  {
    name: "unused-answer",
    ...bug,
    languages: ["java", "csharp", "javascript", "typescript", "python", "ruby", "go"],
    kinds: ["expression_statement", "call"],
    check: unusedAnswer,
  },
  {
    name: "answers-nothing",
    ...bug,
    languages: ["python"],
    kinds: ["assignment", "return_statement"],
    check: answersNothing,
  },
  {
    name: "text-from-input",
    ...bug,
    languages: ["python"],
    kinds: ["comparison_operator", "binary_operator"],
    check: textFromInput,
  },
];

/** Of strings, which no method of theirs changes. */
const OF_TEXT: Record<string, RegExp> = {
  java: /^(?:trim|strip|toUpperCase|toLowerCase|substring|concat|replaceFirst|isEmpty)$/,
  csharp:
    /^(?:Trim|TrimEnd|TrimStart|ToUpper|ToLower|Substring|PadLeft|PadRight|ToUpperInvariant|ToLowerInvariant)$/,
  javascript: /^(?:trim|trimStart|trimEnd|toUpperCase|toLowerCase|substring|padStart|padEnd|replaceAll)$/,
  python: /^(?:strip|lstrip|rstrip|upper|lower|title|capitalize|removeprefix|removesuffix|zfill)$/,
  ruby: /^(?:upcase|downcase|capitalize|strip|chomp|gsub|sub|squeeze|reverse)$/,
  go: /^(?:TrimSpace|Trim|ToUpper|ToLower|Replace|ReplaceAll|TrimPrefix|TrimSuffix|Repeat)$/,
};
const REPLACE = /^(?:replace|Replace|Insert|Remove|concat)$/;

function unusedAnswer(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { language, text, textOf } = context;
  const isRuby = language === "ruby";
  const statement = isRuby ? node : namedChildren(node)[0];
  if (statement === undefined || (isRuby ? !isStatement(node) : node.kind === "call")) return null;
  const call = callOf(statement, text);
  if (call === null || call.receiver === "" || !/^[\w@$.]+$/.test(call.receiver)) return null;
  const ofText = OF_TEXT[language === "typescript" ? "javascript" : language];
  const isKnown = ofText?.test(call.name) === true && (language !== "go" || call.receiver === "strings");
  const isReplaced = !isKnown && REPLACE.test(call.name) && isText(call.receiver, context, call.arguments);
  if (!isKnown && !isReplaced) return null;
  return {
    at: statement,
    message: `\`${call.name}\` changes nothing by itself: what it answers is thrown away here`,
    ...(textOf(statement).includes("\n") ? { severity: "info" } : {}),
  };
}

/** In Ruby, an expression on a line of its own that is not the last of its method or block. */
function isStatement(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (parent === null || !/^(?:body_statement|then|block_body|program)$/.test(parent.kind)) return false;
  const siblings = namedChildren(parent);
  return (
    siblings.at(-1) !== node &&
    !/^(?:rescue|ensure|else)$/.test(siblings[siblings.indexOf(node) + 1]?.kind ?? "")
  );
}

/** Whether the file declares it as a text: others may well change when something is replaced in them. */
function isText(receiver: string, { language, text }: RuleContext, passed: readonly SyntaxNode[]): boolean {
  const name = escapeRegExp(receiver);
  if (language === "java") return new RegExp(`\\bString\\s+${name}\\b`).test(text);
  if (language === "csharp") return new RegExp(`\\bstring\\s+${name}\\b`, "i").test(text);
  return (
    passed.length === 2 &&
    passed.some(isString) &&
    !/location|history|router|editor|path|file/i.test(receiver)
  );
}

const IN_PLACE = /^(?:sort|reverse|append|extend|insert|remove|clear|add|discard|shuffle)$/;

/** Those have methods of such names that answer something new. */
const LIBRARIES = /np|numpy|pd|df|frame|series|array|query|tf|torch|_sql/i;

/** `xs = xs.sort()` */
function answersNothing(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const value = namedChildren(node).at(-1);
  const call = value === undefined ? null : callOf(value, text);
  if (call === null || value === undefined || !IN_PLACE.test(call.name)) return null;
  const isShuffle = call.name === "shuffle" && call.receiver === "random";
  const isList =
    /^(?:sort|reverse|append|extend)$/.test(call.name) &&
    /^[\w.]+$/.test(call.receiver) &&
    !LIBRARIES.test(call.receiver);
  const isOwn =
    !LIBRARIES.test(call.receiver) &&
    node.kind === "assignment" &&
    textOf(node).startsWith(`${call.receiver} =`);
  if (!isShuffle && !isList && !isOwn) return null;
  if (node.kind === "return_statement" && call.name !== "sort" && call.name !== "append") return null;
  // A query, a builder: those have methods of such names that answer.
  if (call.name === "sort" && call.arguments.some(({ kind }) => kind !== "keyword_argument")) return null;
  return { at: value, message: `\`${call.name}\` changes \`${call.receiver}\` itself and answers \`None\`` };
}

const FROM_INPUT = new WeakMap<SyntaxTree, Set<string>>();

/** All names that `input` is put into somewhere. */
function namesFromInput({ tree, text }: RuleContext): Set<string> {
  const known = FROM_INPUT.get(tree);
  if (known !== undefined) return known;
  const names = new Set([...text.matchAll(/(\w+)[ \t]*=[ \t]*input\(/g)].map(([, name = ""]) => name));
  FROM_INPUT.set(tree, names);
  return names;
}

/** What `input` answers is text, and is compared or reckoned with as a number. */
function textFromInput(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const [left, right] = namedChildren(node);
  if (left === undefined || right === undefined || node.children.length !== 3) return null;
  const [name, number] = left.kind === "identifier" ? [left, right] : [right, left];
  if (name.kind !== "identifier" || !/^(?:integer|float)$/.test(number.kind)) return null;
  const operator = text.slice(left.end, right.start).trim();
  if (!/^(?:[<>]=?|[!=]=|[-+/]|\*\*)$/.test(operator)) return null;
  if (!namesFromInput(context).has(textOf(name))) return null;
  const word = escapeRegExp(textOf(name));
  const set = [
    ...text
      .slice(node.fn?.start ?? 0, node.start)
      .matchAll(new RegExp(`(?<![\\w.])${word}\\s*(?::\\s*\\w+\\s*)?=(?!=)\\s*([^\\n]*)`, "g")),
  ];
  if (
    set.length === 0 ||
    !set.every(([, value = ""]) => /^input\(.*\)(?:\.strip\(\))?\s*(?:#.*)?$/.test(value))
  )
    return null;
  return {
    at: node,
    message: `\`${textOf(name)}\` is text, as \`input\` answers it: turn it into a number first, as in \`int(${textOf(name)})\``,
  };
}
