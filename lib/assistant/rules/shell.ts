import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, enclosing, fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";

/** What goes wrong in shell scripts first. */

const bug = { category: "bug", severity: "warning", languages: ["shell"] } as const;

export const SHELL_RULES: Rule[] = [
  {
    name: "compare-redirects",
    ...bug,
    kinds: ["test_command", "command", "redirected_statement"],
    check: compareRedirects,
  },
  { name: "spaced-assignment", ...bug, kinds: ["command"], check: spacedAssignment },
  { name: "glued-test", ...bug, category: "error", kinds: ["command", "test_command"], check: gluedTest },
  { name: "unguarded-rm", ...bug, kinds: ["command"], check: unguardedRemove },
  { name: "unchecked-cd", ...bug, kinds: ["command"], check: uncheckedCd },
  { name: "lost-in-pipe", ...bug, severity: "info", kinds: ["variable_assignment"], check: lostInPipe },
];

const nameOf = (node: SyntaxNode, { textOf }: RuleContext): string => {
  const name = fieldOf(node, "name");
  return name === undefined ? "" : textOf(name);
};
const argumentsOf = (node: SyntaxNode) => node.children.filter(({ field }) => field === "argument");

function compareRedirects(node: SyntaxNode, { textOf, text }: RuleContext): RuleFinding | null {
  if (node.kind !== "test_command" || textOf(node).startsWith("[[") || textOf(node).startsWith("(("))
    return null;
  // What a command inside of it redirects is its own business.
  for (const inside of below(node, ({ kind }) => !/substitution|redirect/.test(kind))) {
    const operator = inside.named ? null : /^[<>]$/.exec(textOf(inside));
    if (operator === null) continue;
    const meant = operator[0] === ">" ? "-gt" : "-lt";
    return {
      at: inside,
      message: `Inside \`[ ]\`, \`${operator[0]}\` writes to or reads from a file: compare numbers with \`${meant}\``,
      fix: {
        title: `Use \`${meant}\``,
        edits: [{ start: inside.start, end: inside.end, text: spaced(meant, inside, text) }],
      },
    };
  }
  return null;
}

/** With a space on each side where there is none. */
function spaced(word: string, at: SyntaxNode, text: string): string {
  const before = /\s/.test(text[at.start - 1] ?? " ") ? "" : " ";
  return `${before}${word}${/\s/.test(text[at.end] ?? " ") ? "" : " "}`;
}

function spacedAssignment(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [first] = argumentsOf(node);
  const name = nameOf(node, context);
  if (first === undefined || !/^[A-Za-z_]\w*$/.test(name) || !/^=/.test(context.textOf(first))) return null;
  if (context.textOf(first) !== "=" && !/^=["'$\w]/.test(context.textOf(first))) return null;
  const start = fieldOf(node, "name")?.end ?? node.start;
  const gap = /^\s*=\s*/.exec(context.text.slice(start, node.end))?.[0].length ?? 0;
  return {
    at: node,
    message: `With spaces around \`=\` this runs a command named \`${name}\``,
    fix: { title: "Remove the spaces", edits: [{ start, end: start + gap, text: "=" }] },
  };
}

function gluedTest(node: SyntaxNode, { textOf, text }: RuleContext): RuleFinding | null {
  const glued = /^\[\[?(?=["$\w-])/.exec(textOf(node))?.[0];
  if (glued === undefined || (node.kind === "command" && enclosing(node, ["test_command"]) !== null))
    return null;
  const at = node.start + glued.length;
  return {
    at: { start: node.start, end: node.end },
    message: `\`${glued}\` is a command: it needs a space behind it`,
    fix: /\s/.test(text[at] ?? " ")
      ? undefined
      : { title: "Insert a space", edits: [{ start: at, end: at, text: " " }] },
  };
}

function unguardedRemove(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  if (nameOf(node, context) !== "rm") return null;
  const passed = argumentsOf(node).map(context.textOf);
  if (!passed.some((argument) => /^-\w*r/i.test(argument))) return null;
  const risky = passed.find((argument) => /^"?\$(?:\w+|\{\w+\})"?\/(?:"?\*?|"\*)?"?$/.test(argument));
  if (risky === undefined) return null;
  const name = /\$\{?(\w+)/.exec(risky)?.[1] ?? "";
  if (new RegExp(`\\$\\{${name}:[?-]|\\bset\\s+-\\w*u|-o nounset|-n\\s+"?\\$\\{?${name}`).test(context.text))
    return null;
  return {
    at: node,
    message: `While \`${name}\` is empty this removes everything below \`/\`: write \`\${${name}:?}\``,
  };
}

function uncheckedCd(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const [target] = argumentsOf(node);
  if (
    nameOf(node, context) !== "cd" ||
    target === undefined ||
    /^(?:\/|\.\.|-|~)$/.test(context.textOf(target))
  )
    return null;
  if (/\bset\s+-\w*e|set\s+-o\s+errexit|^#!.*\s-\w*e/m.test(context.text)) return null;
  const around = node.parent?.kind ?? "";
  if (enclosing(node, ["command_substitution"]) !== null) return null;
  if (/^(?:list|if_statement|elif_clause|subshell|negated_command)$/.test(around)) return null;
  // The last command of a function or a script: nothing is done in the wrong place.
  const siblings = node.parent?.children.filter(({ named }) => named) ?? [];
  if (siblings.at(-1) === node) return null;
  return { at: node, message: "When `cd` fails, the script goes on in the wrong folder: add `|| exit`" };
}

function lostInPipe(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const loop = enclosing(node, ["while_statement", "for_statement"]);
  const pipeline = loop?.parent;
  const name = fieldOf(node, "name");
  if (loop == null || pipeline?.kind !== "pipeline" || pipeline.children[0] === loop || name === undefined)
    return null;
  const word = textOf(name);
  if (!new RegExp(`\\$\\{?${word}\\b`).test(text.slice(pipeline.end))) return null;
  return {
    at: node,
    message: `The loop runs in a process of its own: behind it, \`${word}\` is what it was before`,
  };
}
