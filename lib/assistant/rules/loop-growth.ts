import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import {
  CALL_KINDS,
  callOf,
  escapeRegExp,
  SCRIPT,
  textBefore,
  unwrapped,
} from "@/lib/assistant/rules/vocabulary";

/** What copies or searches everything so far in each round of a loop. */

/** How a variable that holds text is declared; `NAME` stands for it. */
const TEXT_DECLARED: Record<string, string> = {
  python: "\\bNAME\\s*(?::\\s*str\\s*)?=\\s*[fr]?[\"']",
  java: "\\b(?:String|var)\\s+NAME\\s*=",
  csharp: "\\b(?:string|String|var)\\s+NAME\\s*=",
  go: '\\bNAME\\s*:=\\s*["`]|\\bvar\\s+NAME\\s+string\\b|\\bNAME\\s+string\\b',
  ruby: "\\bNAME\\s*=\\s*[\"']",
};
const LIST_DECLARED: Record<string, string> = {
  python: "\\bNAME\\s*(?::[^=\\n]*)?=\\s*(?:\\[|list\\(|sorted\\()",
  javascript: "\\b(?:const|let|var)\\s+NAME\\s*=\\s*(?:\\[|Array\\.|new Array)",
  typescript: "\\b(?:const|let|var)\\s+NAME\\s*(?::[^=\\n]*)?=\\s*(?:\\[|Array\\.|new Array)",
  java: "\\b(?:List|ArrayList|LinkedList)<[^;=]*>\\s+NAME\\b",
  csharp: "\\bList<[^;=]*>\\s+NAME\\b|\\bNAME\\s*=\\s*new\\s+List<",
  rust: "\\bNAME\\s*(?::\\s*Vec<[^=]*)?=\\s*(?:Vec::|vec!)|\\bNAME\\s*:\\s*&?(?:mut\\s+)?(?:Vec<|\\[)",
  ruby: "\\bNAME\\s*=\\s*(?:\\[|Array\\.new)",
};
const FEW = 8;

const performance = { category: "performance", severity: "info" } as const;

export const LOOP_GROWTH_RULES: Rule[] = [
  {
    name: "string-concat-in-loop",
    ...performance,
    languages: ["python", "java", "csharp", "go", "ruby"],
    kinds: [
      "assignment_expression",
      "augmented_assignment",
      "assignment_statement",
      "operator_assignment",
      "assignment",
    ],
    check: stringConcat,
  },
  {
    name: "list-membership-in-loop",
    ...performance,
    languages: ["python", "javascript", "typescript", "java", "csharp", "rust", "ruby", "php", "go"],
    kinds: ["comparison_operator", ...CALL_KINDS],
    check: listMembership,
  },
  {
    name: "spread-accumulate",
    ...performance,
    languages: SCRIPT,
    kinds: ["assignment_expression", "arrow_function", "return_statement"],
    check: spreadAccumulate,
  },
  {
    name: "length-in-condition",
    ...performance,
    languages: ["c", "cpp"],
    kinds: ["for_statement", "while_statement"],
    check: lengthInCondition,
  },
];

function stringConcat(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const target = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  if (node.loop === null || target === undefined || value === undefined) return null;
  const name = textOf(target);
  if (!/^[\w$]+$/.test(name)) return null;
  const between = text.slice(target.end, value.start).trim();
  const grows =
    between === "+=" || (between === "=" && new RegExp(`^${escapeRegExp(name)}\\s*\\+`).test(textOf(value)));
  const declared = TEXT_DECLARED[language];
  if (!grows || declared === undefined || !isDeclared(name, declared, node.loop, text)) return null;
  // Begun anew in each round, it does not grow with the loop.
  if (isDeclared(name, declared, node, text, node.loop.start)) return null;
  if (language === "python" && /^\d/.test(textOf(value))) return null;
  return {
    at: node,
    message: `\`${name}\` is copied as a whole in each round of the loop: collect the parts and join them once`,
  };
}

function listMembership(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  if (node.loop === null) return null;
  const list = searchedList(node, text);
  if (list === undefined) return null;
  const name = textOf(list).replace(/^&(?:mut )?/, "");
  const declared = LIST_DECLARED[language];
  const known = language === "php" || language === "go";
  if (!known && (declared === undefined || !isDeclared(name, declared, node.loop, text))) return null;
  if (!/^[\w$.]+$/.test(name) || hasFewElements(name, text)) return null;
  return {
    at: node,
    message: `\`${name}\` is searched from its beginning in each round of the loop: a set finds it at once`,
  };
}

/** The list that is looked through, where the node does that. */
function searchedList(node: SyntaxNode, text: string): SyntaxNode | undefined {
  if (node.kind === "comparison_operator") {
    const isIn = node.children.some(
      ({ named, start, end }) => !named && /^(?:not\s+)?in$/.test(text.slice(start, end)),
    );
    return isIn ? namedChildren(node).at(-1) : undefined;
  }
  const call = callOf(node, text);
  if (call === null) return undefined;
  if (call.name === "in_array") return call.arguments[1];
  if (call.receiver === "slices" && call.name === "Contains") return call.arguments[0];
  if (
    call.receiver === "strings" ||
    !/^(?:includes|indexOf|contains|Contains|include\?|index)$/.test(call.name)
  )
    return undefined;
  const path = fieldOf(node, "function");
  return path === undefined ? (fieldOf(node, "object") ?? fieldOf(node, "receiver")) : namedChildren(path)[0];
}

/** A list written out with a handful of values is as fast as a set. */
function hasFewElements(name: string, text: string): boolean {
  const written = new RegExp(
    `${escapeRegExp(name)}\\s*(?::[^=\\n]*)?=\\s*(?:vec!)?[[({]([^\\])}]*)[\\])}]`,
  ).exec(text)?.[1];
  return written !== undefined && written.trim() !== "" && written.split(",").length <= FEW;
}

function spreadAccumulate(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  if (node.loop === null && node.kind !== "arrow_function") return null;
  const accumulated =
    node.kind === "assignment_expression" ? fieldOf(node, "left") : accumulatorOf(node, text);
  const value = unwrapped(
    fieldOf(node, "right") ??
      (node.kind === "arrow_function" ? fieldOf(node, "body") : namedChildren(node)[0]) ??
      node,
  );
  if (accumulated === undefined || !/^(?:array|object)$/.test(value.kind)) return null;
  const name = textOf(accumulated);
  if (
    !namedChildren(value).some(
      ({ kind, start, end }) => kind === "spread_element" && text.slice(start, end) === `...${name}`,
    )
  )
    return null;
  return {
    at: value,
    message: `All of \`${name}\` is copied each time: add to it in place`,
  };
}

/** The first parameter of the function that is given to `reduce`. */
function accumulatorOf(node: SyntaxNode, text: string): SyntaxNode | undefined {
  const fn = node.kind === "arrow_function" ? node : node.fn;
  const call = fn?.parent?.parent;
  if (fn == null || call == null || callOf(call, text)?.name !== "reduce") return undefined;
  const parameters = fieldOf(fn, "parameters");
  const [first] = parameters === undefined ? [] : namedChildren(parameters);
  return first === undefined ? undefined : (fieldOf(first, "pattern") ?? first);
}

function lengthInCondition(node: SyntaxNode, { text }: RuleContext): RuleFinding | null {
  const condition = fieldOf(node, "condition");
  const body = fieldOf(node, "body");
  if (condition === undefined || body === undefined) return null;
  const measured = /\bstrlen\(\s*(\w+)\s*\)/.exec(text.slice(condition.start, condition.end));
  if (measured === null) return null;
  return {
    at: condition,
    message: `\`strlen\` walks through all of \`${measured[1]}\` in each round of the loop: measure it once before`,
  };
}

function isDeclared(name: string, pattern: string, before: SyntaxNode, text: string, from?: number): boolean {
  const known = from === undefined ? textBefore(before, text) : text.slice(from, before.start);
  return new RegExp(pattern.replaceAll("NAME", escapeRegExp(name))).test(known);
}
