import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { BRACED, escapeRegExp, SCRIPT, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Loops and places that go one too far, or the wrong way. */

const bug = { category: "bug", severity: "warning" } as const;

export const BOUND_RULES: Rule[] = [
  {
    name: "one-too-far",
    ...bug,
    languages: BRACED,
    kinds: ["for_statement", "while_statement"],
    check: countedTooFar,
  },
  { name: "one-too-far", ...bug, languages: ["rust"], kinds: ["for_expression"], check: rangeTooFar },
  { name: "one-too-far", ...bug, languages: ["python"], kinds: ["for_statement"], check: rangeTooFar },
  { name: "one-too-far", ...bug, languages: ["ruby"], kinds: ["for", "call"], check: rangeTooFar },
  {
    name: "past-the-end",
    ...bug,
    languages: ["c", "cpp", "csharp", "java", "python", "go", "rust", ...SCRIPT],
    kinds: [
      "subscript_expression",
      "subscript",
      "array_access",
      "element_access_expression",
      "index_expression",
      "call_expression",
      "method_invocation",
    ],
    check: pastTheEnd,
  },
  {
    name: "wrong-counter",
    ...bug,
    languages: BRACED.filter((language) => language !== "rust"),
    kinds: ["for_statement"],
    check: wrongCounter,
  },
  {
    name: "below-zero",
    ...bug,
    languages: ["cpp", "rust"],
    kinds: ["for_statement", "for_expression", "let_declaration"],
    check: belowZero,
  },
];

/** How many there are in something, as each language writes it; the first group is that thing. */
const COUNT =
  /^(?:\(?int\)?\s*)?(?:(?:len|count|sizeof|strlen)\(\s*(\$?[\w.$]+(?:->\w+)*)\s*\)|(\$?[\w.$]+(?:->\w+)*)\.(?:length|size|Length|Count|count|len)(?:\(\))?)$/;

const countedIn = (written: string): string | undefined => {
  const [, called, member] = COUNT.exec(written.trim()) ?? [];
  return called ?? member;
};

/** Whether `code` looks at `of[by]`, or what stands for that in a language. */
function looksAt(of: string, by: string, code: string): boolean {
  const [what, index] = [escapeRegExp(of), escapeRegExp(by)];
  return new RegExp(
    `(?<![\\w$.])${what}(?:\\[\\s*${index}\\s*\\]|\\.(?:get|at|charAt|ElementAt|set|elementAt)\\(\\s*${index}\\s*[,)])`,
  ).test(code);
}

function countedTooFar(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const clause = node.children.find(({ kind }) => kind === "for_clause") ?? node;
  const found =
    fieldOf(clause, "condition") ?? namedChildren(node).find(({ kind }) => kind === "binary_expression");
  const body = fieldOf(node, "body");
  if (found === undefined || body === undefined) return null;
  const condition = comparisonIn(found);
  const left = condition === null ? undefined : fieldOf(condition, "left");
  const right = condition === null ? undefined : fieldOf(condition, "right");
  if (condition === null || left === undefined || right === undefined) return null;
  if (text.slice(left.end, right.start).trim() !== "<=") return null;
  const counter = textOf(left);
  const of = countedIn(textOf(right)) ?? arrayOfSize(node, textOf(right), counter, context);
  if (of === undefined || !/^\$?\w+$/.test(counter) || !looksAt(of, counter, textOf(body))) return null;
  const start = left.end + text.slice(left.end, right.start).indexOf("<=");
  return {
    at: condition,
    message: `The last round looks behind the end of \`${of}\`: use \`<\``,
    fix: { title: "Use `<`", edits: [{ start, end: start + 2, text: "<" }] },
  };
}

/** The comparison itself, or the first of those joined by `&&`. */
function comparisonIn(node: SyntaxNode): SyntaxNode | null {
  let at = unwrapped(node);
  while (at.kind === "binary_expression") {
    const left = fieldOf(at, "left");
    if (left === undefined || left.kind !== "binary_expression") return at;
    at = left;
  }
  return null;
}

/** In C, an array declared with that size, at which the loop looks. */
function arrayOfSize(
  node: SyntaxNode,
  size: string,
  counter: string,
  { language, text, textOf }: RuleContext,
): string | undefined {
  if ((language !== "c" && language !== "cpp") || !/^\w+$/.test(size)) return undefined;
  const body = fieldOf(node, "body");
  const looked =
    body === undefined
      ? []
      : [
          ...textOf(body).matchAll(
            new RegExp(`(?<![\\w.>])(\\w+)\\[\\s*${escapeRegExp(counter)}\\s*\\]`, "g"),
          ),
        ];
  return looked
    .map(([, name = ""]) => name)
    .find((name) =>
      new RegExp(`[\\w>]\\s+\\**${name}\\s*\\[\\s*${size}\\s*\\]\\s*[;=,]`).test(text.slice(0, node.start)),
    );
}

/** `0..=v.len()`, `range(len(v) + 1)`, `0..v.size`. */
function rangeTooFar(node: SyntaxNode, { text, textOf, language }: RuleContext): RuleFinding | null {
  const body = fieldOf(node, "body") ?? fieldOf(node, "block");
  const range = fieldOf(node, "value") ?? fieldOf(node, "right") ?? fieldOf(node, "receiver");
  if (body === undefined || range === undefined) return null;
  const header = text.slice(node.start, body.start + (language === "ruby" ? body.end - body.start : 0));
  const counter =
    language === "ruby" && node.kind === "call"
      ? /(?:\{|\bdo)\s*\|\s*(\w+)/.exec(header)?.[1]
      : /^for\s+(\w+)\s+in\b/.exec(header)?.[1];
  const end = {
    rust: /^\(?0\s*\.\.=\s*([\w.]+)\.len\(\)\)?$/,
    python: /^range\((?:[01]\s*,\s*)?len\(([\w.]+)\)\s*\+\s*1\)$/,
    ruby: /^(?:in\s+)?\(?0\s*\.\.\s*([\w.@]+)\.(?:size|length|count)\)?$/,
  }[language]?.exec(textOf(range));
  const of = end?.[1];
  if (of === undefined || counter === undefined || !looksAt(of, counter, textOf(body))) return null;
  return { at: range, message: `The last round looks behind the end of \`${of}\`` };
}

/** `v[v.length]` */
function pastTheEnd(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const written = textOf(node);
  if (written.length > 120) return null;
  const [, of, index] =
    /^([\w.]+)(?:\[(.*)\]|\.(?:get|at|charAt)\((.*)\))$/s
      .exec(written)
      ?.filter((part) => part !== undefined) ?? [];
  if (of === undefined || index === undefined || countedIn(index) !== of || /strlen|sizeof/.test(index))
    return null;
  // Where one may write behind the end, that is how things are appended; and it may be only asked where that is.
  const parent = node.parent;
  if (SCRIPT.includes(language) && node.field === "left") return null;
  if (
    /^(?:&|&&|delete\s)\s*$/.test(text.slice(Math.max(0, node.start - 2), node.start)) ||
    parent?.kind === "type_annotation"
  )
    return null;
  return { at: node, message: `\`${of}\` ends before that: its last one is at \`${index} - 1\`` };
}

/** `for (int j = 0; j < n; i++)` */
function wrongCounter(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const clause = node.children.find(({ kind }) => kind === "for_clause") ?? node;
  const [start, condition, body] = [
    fieldOf(clause, "initializer") ?? fieldOf(clause, "init") ?? fieldOf(clause, "initialize"),
    fieldOf(clause, "condition"),
    fieldOf(node, "body"),
  ];
  const update = fieldOf(clause, "update") ?? fieldOf(clause, "increment");
  if (start === undefined || condition === undefined || update === undefined || body === undefined)
    return null;
  const counter = /(\$?\w+)\s*:?=[^=,]*$/.exec(textOf(start).replace(/;$/, ""))?.[1];
  const stepped = /^(?:\+\+|--)?\s*(\$?\w+)\s*(?:\+\+|--)?$/.exec(textOf(update))?.[1];
  if (
    counter === undefined ||
    stepped === undefined ||
    !new RegExp(`(?<![\\w$.>])${escapeRegExp(counter)}(?!\\w)`).test(textOf(condition))
  )
    return null;
  if (counter === stepped) return wrongWay(counter, textOf(condition), textOf(update), update);
  const isStepped = new RegExp(
    `(?<![\\w$.])${escapeRegExp(counter)}\\s*(?:[-+*/|&^]?=(?!=)|<<=|>>=|\\+\\+|--|:=)|(?:\\+\\+|--|&)\\s*${escapeRegExp(counter)}(?!\\w)`,
  );
  const isOther = new RegExp(`(?<![\\w$.>])${escapeRegExp(stepped)}(?!\\w)`).test(
    textOf(condition) + textOf(start),
  );
  if (isOther || isStepped.test(textOf(body) + textOf(condition))) return null;
  return { at: update, message: `This counts \`${stepped}\`, and the loop goes by \`${counter}\`` };
}

/** `for (i = 0; i < n; i--)` */
function wrongWay(counter: string, condition: string, update: string, at: SyntaxNode): RuleFinding | null {
  const name = escapeRegExp(counter);
  const isUpwards = new RegExp(`^${name}\\s*<=?\\s*[\\w.]+(?:\\(\\))?$`).test(condition);
  const isDownwards = new RegExp(`^${name}\\s*>=?\\s*[\\w.]+(?:\\(\\))?$`).test(condition);
  const wrong = (isUpwards && update.includes("--")) || (isDownwards && update.includes("++"));
  return wrong ? { at, message: `\`${counter}\` goes away from where the loop ends` } : null;
}

/** `size() - 1` of nothing is the largest number there is, or stops the program. */
function belowZero(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { language, text, textOf } = context;
  const header = language === "cpp" ? fieldOf(node, "condition") : fieldOf(node, "value");
  if (header === undefined || (language === "cpp" && node.kind !== "for_statement")) return null;
  const written = textOf(header);
  const of =
    language === "cpp"
      ? /^\w+\s*<=?\s*([\w.]+(?:->\w+)*)\.(?:size|length)\(\)\s*-\s*1$/.exec(written)?.[1]
      : (node.kind === "let_declaration"
          ? /^([\w.]+)\.len\(\) - 1$/
          : /^\(?0\.\.=?\(?([\w.]+)\.len\(\) - 1\)*(?:\.rev\(\))?$/
        ).exec(written)?.[1];
  if (of === undefined || node.fn === null) return null;
  const before = text.slice(node.fn.start, node.start);
  const what = escapeRegExp(of);
  // It is known not to be empty, or something was put into it just now.
  if (
    new RegExp(
      `${what}\\.(?:is_empty|empty|first|last|push\\w*|emplace\\w*|insert\\w*|resize)\\(|${what}\\.(?:len|size|length)\\(\\)\\s*(?:[<>=!]|as\\b)|[<>=]\\s*${what}\\.(?:len|size)\\(|assert|\\bif\\b[^{]*\\b${what}\\b`,
    ).test(before)
  )
    return null;
  const effect = language === "rust" ? "stops the program" : "is the largest number there is";
  return { at: header, message: `When \`${of}\` is empty, this ${effect}` };
}
