import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, enclosing, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";

/** What shell scripts do out of habit, and what comes of it. */

const bug = { category: "bug", severity: "warning", languages: ["shell"] } as const;

export const SHELL_HABIT_RULES: Rule[] = [
  { name: "status-of-another", ...bug, kinds: ["if_statement"], check: statusOfAnother },
  {
    name: "not-in-sh",
    ...bug,
    kinds: ["test_command", "function_definition", "array", "process_substitution"],
    check: notInSh,
  },
  { name: "backslashes-eaten", ...bug, severity: "info", kinds: ["command"], check: backslashesEaten },
  {
    name: "needless-cat",
    category: "style",
    severity: "hint",
    languages: ["shell"],
    kinds: ["pipeline"],
    check: needlessCat,
  },
  {
    name: "assignment-in-condition",
    ...bug,
    kinds: ["arithmetic_expansion", "command"],
    check: assignmentInArithmetic,
  },
  { name: "dollar-assignment", ...bug, category: "error", kinds: ["command"], check: dollarAssignment },
  { name: "redirected-in-vain", ...bug, kinds: ["redirected_statement"], check: redirectedInVain },
  { name: "hidden-failure", ...bug, severity: "info", kinds: ["declaration_command"], check: hiddenFailure },
  { name: "rereads-its-first-line", ...bug, kinds: ["while_statement"], check: rereads },
  { name: "text-as-status", ...bug, kinds: ["command"], check: textAsStatus },
];

const nameOf = (node: SyntaxNode, { textOf }: RuleContext): string => {
  const name = fieldOf(node, "name");
  return name === undefined ? "" : textOf(name);
};
const argumentsOf = (node: SyntaxNode) => node.children.filter(({ field }) => field === "argument");

/** `$?` is of the command right before: `echo`, a test and an assignment put theirs over it. */
function statusOfAnother(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const condition = fieldOf(node, "condition");
  if (condition?.kind !== "test_command" || !/\$\?/.test(textOf(condition))) return null;
  const siblings = node.parent === null ? [] : namedChildren(node.parent);
  const before = siblings[siblings.indexOf(node) - 1];
  if (before === undefined) return null;
  const name = before.kind === "command" ? nameOf(before, context) : "";
  if (/^(?:echo|printf|:|true|sleep|set|unset|shift)$/.test(name) || before.kind === "if_statement")
    return {
      at: condition,
      message: `This is the outcome of ${name === "" ? "the `if` above" : `\`${name}\``}, which stands between: test the command itself`,
    };
  const isPlain =
    (before.kind === "command" || before.kind === "pipeline") &&
    /^\[\s+"?\$\?"?\s+(?:-ne|-eq|!=|==?)\s+"?0"?\s+\]$/.test(textOf(condition));
  if (!isPlain || before.end - before.start > 80 || text.slice(before.start, before.end).includes("\n"))
    return null;
  return {
    at: condition,
    message: "Test the command itself, as in `if command; then`: a line put in between would change this",
    severity: "info",
  };
}

/** What only bash knows, in a script that asks for `sh`. */
function notInSh(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  if (!/^#!\s*(?:\/usr)?\/bin\/(?:env )?(?:sh|dash)\b/.test(text)) return null;
  const written = textOf(node);
  const told = (at: SyntaxNode, what: string) => ({
    at,
    message: `\`sh\` does not know ${what}: use \`#!/bin/bash\`, or what every shell knows`,
  });
  if (node.kind === "array") return told(node, "arrays");
  if (node.kind === "process_substitution") return told(node, "`<( )`");
  if (node.kind === "function_definition")
    return /^function\b/.test(written) ? told({ ...node, end: node.start + 8 }, "`function`") : null;
  if (written.startsWith("[[")) return told(node, "`[[ ]]`");
  for (const inside of below(node, ({ kind }) => !/substitution|string/.test(kind))) {
    if (inside.named || textOf(inside) !== "==") continue;
    const fix = { title: "Use `=`", edits: [{ start: inside.start, end: inside.end, text: "=" }] };
    return { at: inside, message: "`sh` does not know `==`: use `=`", fix };
  }
  return null;
}

function backslashesEaten(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  if (
    nameOf(node, context) !== "read" ||
    (node.parent?.kind !== "while_statement" && node.parent?.parent?.kind !== "while_statement")
  )
    return null;
  const passed = argumentsOf(node).map(context.textOf);
  if (passed.some((argument) => /^-\w*[rndtuspa]/.test(argument))) return null;
  const at = fieldOf(node, "name")?.end ?? node.end;
  return {
    at: node,
    message: "Without `-r`, `read` eats backslashes",
    fix: { title: "Add `-r`", edits: [{ start: at, end: at, text: " -r" }] },
  };
}

function needlessCat(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [first, second] = namedChildren(node);
  if (first?.kind !== "command" || second?.kind !== "command" || nameOf(first, context) !== "cat")
    return null;
  const [file, ...more] = argumentsOf(first);
  if (file === undefined || more.length > 0 || /^-|[*?]|\$[@*]/.test(context.textOf(file))) return null;
  return { at: first, message: `\`${nameOf(second, context)}\` can read the file itself` };
}

function assignmentInArithmetic(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  if (
    node.kind !== "command" ||
    !/^\(\(/.test(textOf(node)) ||
    !/^(?:if|while|elif)/.test(node.parent?.kind ?? "")
  )
    return null;
  const [, left] = /^\(\(\s*(\w+)\s*=[^=].*\)\)$/.exec(textOf(node)) ?? [];
  if (left === undefined) return null;
  const at = node.start + textOf(node).indexOf("=");
  return {
    at: node,
    message: `This sets \`${left}\` instead of comparing it`,
    fix: { title: "Compare with `==`", edits: [{ start: at, end: at + 1, text: "==" }] },
  };
}

function dollarAssignment(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [, name] = /^\$(\w+)=/.exec(nameOf(node, context)) ?? [];
  if (name === undefined) return null;
  return {
    at: node,
    message: `To set it, write \`${name}=\` without \`$\``,
    fix: { title: "Remove `$`", edits: [{ start: node.start, end: node.start + 1, text: "" }] },
  };
}

function redirectedInVain(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const redirects = node.children.filter(({ field }) => field === "redirect");
  const written = redirects.map(context.textOf);
  const body = fieldOf(node, "body");
  const [first] = redirects;
  if (
    first !== undefined &&
    written.length === 2 &&
    written[0] === "2>&1" &&
    /^1?>{1,2}\s*\S/.test(written[1] ?? "")
  )
    return {
      at: first,
      message: "Errors go where the output goes at this moment: put `2>&1` behind the other one",
    };
  if (
    body?.kind !== "command" ||
    nameOf(body, context) !== "sudo" ||
    !/^>{1,2}\s*\/(?!dev\/null|tmp)/.test(written[0] ?? "")
  )
    return null;
  return {
    at: first ?? node,
    message: "The file is opened before `sudo` begins, and so without its rights: pipe into `sudo tee`",
  };
}

function hiddenFailure(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  if (
    !/\bset\s+-\w*e|set\s+-o\s+errexit/.test(context.text) ||
    !/^(?:local|declare|export|readonly)\b/.test(context.textOf(node))
  )
    return null;
  const assignment = namedChildren(node).find(({ kind }) => kind === "variable_assignment");
  const value = assignment === undefined ? undefined : fieldOf(assignment, "value");
  if (
    value === undefined ||
    !/^"?\$\(/.test(context.textOf(value)) ||
    value.kind === "arithmetic_expansion" ||
    /^"?\$\(\(/.test(context.textOf(value))
  )
    return null;
  return {
    at: node,
    message:
      "A failure in there is not noticed, as the declaration itself succeeds: set it on a line of its own",
  };
}

function rereads(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const condition = fieldOf(node, "condition");
  const body = condition === undefined ? undefined : fieldOf(condition, "body");
  const redirect = condition === undefined ? undefined : fieldOf(condition, "redirect");
  if (condition?.kind !== "redirected_statement" || body === undefined || redirect === undefined) return null;
  if (nameOf(body, context) !== "read" || !/^<\s*[^<&(\s]/.test(context.textOf(redirect))) return null;
  return {
    at: redirect,
    message:
      "The file is opened anew in each round, so this reads its first line for ever: put it behind `done`",
  };
}

function textAsStatus(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [value] = argumentsOf(node);
  const isInside = enclosing(node, ["function_definition"]) !== null;
  if (nameOf(node, context) !== "return" || value === undefined || !isInside) return null;
  if (!/^["'][^"'$]*[A-Za-z][^"'$]*["']$/.test(context.textOf(value))) return null;
  return { at: node, message: "A function can return numbers only: print the text with `echo` instead" };
}
