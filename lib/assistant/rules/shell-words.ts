import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { enclosing, fieldOf, type SyntaxNode, type SyntaxTree } from "@/lib/assistant/rules/syntax-tree";

/** What the shell makes of a value that stands without quotes, or within the wrong ones. */

const bug = { category: "bug", severity: "warning", languages: ["shell"] } as const;

export const SHELL_WORD_RULES: Rule[] = [
  {
    name: "unquoted",
    ...bug,
    severity: "info",
    kinds: ["simple_expansion", "expansion", "command_substitution"],
    check: unquoted,
  },
  { name: "list-of-ls", ...bug, kinds: ["for_statement"], check: listOfLs },
  { name: "unquoted-pattern", ...bug, kinds: ["command"], check: unquotedPattern },
  { name: "quoted-tilde", ...bug, kinds: ["string"], check: quotedTilde },
  { name: "nothing-inserted", ...bug, severity: "info", kinds: ["raw_string"], check: nothingInserted },
];

/** Those hold what is to become several words, by how they are called. */
const MEANT_TO_SPLIT =
  /flags|opts?$|options|args|arguments|params|cmd|command|list|words|extra|prog|^(?:CC|CXX|LD|MAKE|AR|SUDO|DRY)/i;

function unquoted(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { textOf } = context;
  const whole = node.parent?.kind === "concatenation" ? node.parent : node;
  const place = placeOf(whole, context);
  const written = textOf(node);
  if (place === null || isOneWord(node, context)) return null;
  const isAll = /^\$(?:[@*]|\{\w+\[[@*]\]\})$/.test(written);
  const isTested = place === "test";
  if (
    node.kind === "command_substitution" &&
    (isTested || whole !== node || !/^\$\(\s*(?:pwd|dirname|basename|cat|find|ls|mktemp)\b/.test(written))
  )
    return null;
  const isRisky = isAll || isTested || place === "rm";
  return {
    at: node,
    message: isTested
      ? `Without quotes, an empty \`${written}\` or one of several words breaks this test`
      : `Without quotes, \`${shortened(written)}\` is taken apart at its spaces, and its \`*\` become names of files`,
    severity: isRisky ? "warning" : "info",
    ...(whole === node
      ? {
          fix: {
            title: "Add quotes",
            edits: [
              { start: node.start, end: node.start, text: '"' },
              { start: node.end, end: node.end, text: '"' },
            ],
          },
        }
      : {}),
  };
}

const shortened = (written: string): string => (written.length > 40 ? `${written.slice(0, 40)}…` : written);

function placeOf(whole: SyntaxNode, { textOf }: RuleContext): "test" | "rm" | "argument" | null {
  const parent = whole.parent;
  if (parent === null) return null;
  if (parent.kind === "command" && whole.field === "argument") {
    const name = fieldOf(parent, "name");
    const command = name === undefined ? "" : textOf(name);
    if (
      /^(?:echo|printf|test|\[|return|exit|shift|set|eval|export|local|declare|kill|wait|sleep|seq|expr|let|\[\[)$/.test(
        command,
      )
    )
      return null;
    return /^(?:rm|rmdir)$/.test(command) ? "rm" : "argument";
  }
  if (!/^(?:binary|unary)_expression$|^test_command$/.test(parent.kind)) return null;
  const test = parent.kind === "test_command" ? parent : enclosing(parent, ["test_command"]);
  const isInside =
    test !== null && enclosing(whole, ["arithmetic_expansion", "parenthesized_expression"]) === null;
  return isInside && /^\[\s/.test(textOf(test)) ? "test" : null;
}

const SAFE_NAMES = new WeakMap<SyntaxTree, Map<string, boolean>>();

/** Numbers, states, and what the script itself sets to one fixed word each time, are never taken apart. */
function isOneWord(node: SyntaxNode, { text, tree, textOf }: RuleContext): boolean {
  const written = textOf(node);
  if (node.kind === "command_substitution")
    return /[`]/.test(written) || enclosing(node, ["string"]) !== null;
  const name = /^\$\{?(\w+|[@*#?!$-])/.exec(written)?.[1];
  if (name === undefined || /^[#?!$-]$/.test(name) || /^\$\{#|:?\+|^\$\{!/.test(written)) return true;
  const known = SAFE_NAMES.get(tree) ?? new Map<string, boolean>();
  SAFE_NAMES.set(tree, known);
  const isSafe = known.get(name) ?? isSafeName(name, text);
  known.set(name, isSafe);
  return isSafe;
}

const ONE_WORD =
  /^["']?[\w./:-]+["']?[;)]*$|^\$\(\(|^\$[#?$]|^\$\(date|^`?\$?\(?(?:wc|id|stat|nproc|uname|hostname)\b/;

function isSafeName(name: string, text: string): boolean {
  if (/^IFS=|\bset -\w*f/m.test(text) || MEANT_TO_SPLIT.test(name)) return true;
  if (/^(?:UID|EUID|PPID|RANDOM|SECONDS|LINENO|OPTIND|BASHPID|COLUMNS)$/.test(name)) return true;
  const isCounter =
    new RegExp(`\\bfor ${name} in (?:[\\w.-]+[ ;])+`).test(text) ||
    new RegExp(`\\b(?:let|\\(\\()\\s*"?${name}`).test(text);
  const set = [...text.matchAll(new RegExp(`(?:^|[\\s;(])${name}=(\\S*)`, "g"))].map(
    ([, value = ""]) => value,
  );
  const values = set.filter((value) => !/^["']{0,2}$/.test(value));
  return isCounter || (values.length > 0 && values.every((value) => ONE_WORD.test(value)));
}

function listOfLs(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const value = fieldOf(node, "value");
  if (value?.kind !== "command_substitution") return null;
  const listed = /^(?:\$\(|`)\s*ls(?:\s+-\w+)?\s+([^|;&)]*?)\s*(?:2>\s*\/dev\/null\s*)?[)`]$/.exec(
    textOf(value),
  )?.[1];
  if (listed === undefined && !/^(?:\$\(|`)\s*(?:ls|find)\b[^|]*[)`]$/.test(textOf(value))) return null;
  const isPattern = listed !== undefined && /^[^\s"$]*\*[^\s"$]*$/.test(listed);
  return {
    at: value,
    message: "Names with spaces are taken apart here: loop over a pattern, or read the names line by line",
    ...(isPattern
      ? {
          fix: {
            title: `Loop over \`${listed}\``,
            edits: [{ start: value.start, end: value.end, text: listed }],
          },
        }
      : {}),
  };
}

function unquotedPattern(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const passed = node.children.filter(({ field }) => field === "argument");
  const name = fieldOf(node, "name");
  if (name === undefined || !/^(?:find|\S*\/find)$/.test(textOf(name))) return null;
  const at = passed.find((argument, index) => {
    const before = passed[index - 1];
    return (
      before !== undefined &&
      /^-i?(?:name|path)$/.test(textOf(before)) &&
      argument.kind !== "string" &&
      /^[^"'\\$]*[*?]/.test(textOf(argument))
    );
  });
  if (at === undefined) return null;
  return {
    at,
    message: `The shell replaces \`${textOf(at)}\` by names in this folder before \`find\` sees it: put it in quotes`,
    fix: {
      title: "Add quotes",
      edits: [
        { start: at.start, end: at.start, text: '"' },
        { start: at.end, end: at.end, text: '"' },
      ],
    },
  };
}

function quotedTilde(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  if (!/^"~\//.test(textOf(node)) || /^(?:binary_expression|case_item)$/.test(node.parent?.kind ?? ""))
    return null;
  const command = node.parent?.kind === "command" ? fieldOf(node.parent, "name") : undefined;
  if (command !== undefined && /^(?:echo|printf|grep|sed)$/.test(textOf(command))) return null;
  return { at: node, message: "Within quotes, `~` stays as it is: use `$HOME`" };
}

function nothingInserted(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const command = node.parent?.kind === "command" ? fieldOf(node.parent, "name") : undefined;
  if (command === undefined || !/^(?:echo|printf|cd|cp|mv|mkdir|curl|touch)$/.test(textOf(command)))
    return null;
  const name = /\$\{?([A-Za-z_]\w*)/.exec(textOf(node))?.[1];
  if (
    name === undefined ||
    !new RegExp(`(?:^|[\\s;])(?:${name}=|read [^\\n]*\\b${name}\\b|for ${name} )`).test(text)
  )
    return null;
  return { at: node, message: `Between single quotes, \`$${name}\` stays as it is: use double ones` };
}
