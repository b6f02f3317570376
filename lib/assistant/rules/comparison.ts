import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { ALL, callOf, escapeRegExp, isConstant, isString, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** Comparisons and assignments that mean something else than they say. */

const COMPARES = /^(?:===?|<=?|>=?|&&|\|\||and|or|!==?|-)$/;
/** `x != x` asks for NaN where numbers can be that. */
const MAY_BE_NAN = /^!==?$/;

const bug = { category: "bug", severity: "warning" } as const;

export const COMPARISON_RULES: Rule[] = [
  {
    name: "self-comparison",
    ...bug,
    languages: ALL.filter((language) => language !== "python"),
    kinds: ["binary_expression", "binary"],
    check: selfComparison,
  },
  {
    name: "self-assignment",
    ...bug,
    languages: ALL.filter((language) => language !== "python"),
    kinds: ["assignment_expression", "assignment", "assignment_statement"],
    check: selfAssignment,
  },
  {
    name: "string-identity",
    ...bug,
    languages: ["java", "c"],
    kinds: ["binary_expression"],
    check: stringIdentity,
  },
  {
    name: "assignment-in-condition",
    ...bug,
    languages: ["c", "cpp", "csharp", "java", "javascript", "typescript", "php", "ruby"],
    kinds: [
      "if_statement",
      "while_statement",
      "do_statement",
      "else_if_clause",
      "if",
      "unless",
      "while",
      "elsif",
      "conditional_expression",
    ],
    check: assignmentInCondition,
  },
  {
    name: "always-true",
    ...bug,
    languages: ["c", "cpp"],
    kinds: ["for_statement"],
    check: unsignedCountdown,
  },
];

function operatorOf(node: SyntaxNode, textOf: RuleContext["textOf"]): string {
  const operator = fieldOf(node, "operator") ?? node.children.find(({ named }) => !named);
  return operator === undefined ? "" : textOf(operator);
}

function selfComparison(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left === undefined || right === undefined || textOf(left) !== textOf(right)) return null;
  const operator = operatorOf(node, textOf);
  if (!COMPARES.test(operator) || (MAY_BE_NAN.test(operator) && language !== "ruby")) return null;
  const parts = [left, ...below(left)];
  // A call may answer something else each time, and of literals it is a way of writing.
  if (parts.some((part) => callOf(part, text) !== null || /update|assign|await|yield/.test(part.kind)))
    return null;
  if (isConstant(left, text) && !/^[A-Z]/.test(textOf(left))) return null;
  return { at: node, message: `Both sides of \`${operator}\` are \`${textOf(left)}\`` };
}

function selfAssignment(node: SyntaxNode, { textOf, text }: RuleContext): RuleFinding | null {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  if (left === undefined || right === undefined || text.slice(left.end, right.start).trim() !== "=")
    return null;
  if (textOf(left) !== textOf(right) || [left, ...below(left)].some((part) => callOf(part, text) !== null))
    return null;
  return { at: node, message: `\`${textOf(left)}\` is set to itself` };
}

function stringIdentity(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const left = fieldOf(node, "left");
  const right = fieldOf(node, "right");
  const operator = operatorOf(node, textOf);
  if (left === undefined || right === undefined || !/^[!=]=$/.test(operator)) return null;
  const literal = isString(left) ? left : isString(right) ? right : undefined;
  const other = literal === left ? right : left;
  const isText =
    literal !== undefined ||
    (language === "java" && [left, right].every((side) => isTextVariable(side, text)));
  if (!isText || /^(?:null|NULL|nullptr|0)$/.test(textOf(other))) return null;
  if (language === "c") {
    const edits = [
      { start: node.start, end: node.end, text: `strcmp(${textOf(left)}, ${textOf(right)}) ${operator} 0` },
    ];
    return {
      at: node,
      message: `\`${operator}\` compares addresses, not text: use \`strcmp\``,
      ...(text.includes("<string.h>") ? { fix: { title: "Compare with `strcmp`", edits } } : {}),
    };
  }
  const [on, passed] = literal === right ? [right, left] : [left, right];
  const safe =
    literal === undefined
      ? `java.util.Objects.equals(${textOf(on)}, ${textOf(passed)})`
      : `${textOf(on)}.equals(${textOf(passed)})`;
  return {
    at: node,
    message: `\`${operator}\` compares whether both are the same object, not the same text: use \`equals\``,
    fix: {
      title: "Compare with `equals`",
      edits: [{ start: node.start, end: node.end, text: `${operator === "!=" ? "!" : ""}${safe}` }],
    },
  };
}

/** Whether a Java variable is declared as a `String` in this file, and as nothing else. */
function isTextVariable(node: SyntaxNode, text: string): boolean {
  const name = text.slice(node.start, node.end);
  if (!/^\w+$/.test(name) || node.kind !== "identifier") return false;
  const types = [
    ...text.matchAll(new RegExp(`\\b([A-Za-z_]\\w*(?:<[^;=(]*>)?(?:\\[\\])?)\\s+${name}\\s*[=;,):]`, "g")),
  ]
    .map(([, type]) => type)
    .filter((type) => type !== "return" && type !== "else");
  return types.length > 0 && types.every((type) => type === "String");
}

function assignmentInCondition(
  node: SyntaxNode,
  { language, text, textOf }: RuleContext,
): RuleFinding | null {
  const condition = fieldOf(node, "condition");
  if (condition === undefined) return null;
  // Doubled parentheses say that it is meant.
  if (/^\(\s*\(/.test(textOf(condition))) return null;
  const assignment = unwrapped(condition);
  if (!/^assignment(?:_expression)?$/.test(assignment.kind)) return null;
  const left = fieldOf(assignment, "left");
  const right = fieldOf(assignment, "right");
  if (left === undefined || right === undefined) return null;
  const between = text.slice(left.end, right.start);
  const plain =
    isConstant(right, text) ||
    isString(right) ||
    /^(?:identifier|variable_name|simple_symbol)$/.test(right.kind);
  // `while (node = next)` goes on until there is none.
  if (between.trim() !== "=" || !plain || (/while|do/.test(node.kind) && !isConstant(right, text)))
    return null;
  const equals = language === "javascript" || language === "typescript" || language === "php" ? "===" : "==";
  const at = left.end + between.indexOf("=");
  return {
    at: assignment,
    message: `This sets \`${textOf(left)}\` instead of comparing it`,
    fix: { title: `Compare with \`${equals}\``, edits: [{ start: at, end: at + 1, text: equals }] },
  };
}

function unsignedCountdown(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const start = fieldOf(node, "initializer");
  const condition = fieldOf(node, "condition");
  if (start === undefined || condition === undefined) return null;
  const counter =
    /^(?:unsigned(?:\s+\w+)?|(?:std::)?size_t|uint\d*(?:_t)?|(?:std::)?uint\d+_t|[\w:<>]*size_type)\s+(\w+)\s*=/.exec(
      textOf(start),
    )?.[1];
  if (counter === undefined || !new RegExp(`^${escapeRegExp(counter)}\\s*>=\\s*0$`).test(textOf(condition)))
    return null;
  return {
    at: condition,
    message: `\`${counter}\` is unsigned and so never below 0: this loop does not end there`,
  };
}
