import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, enclosing, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import {
  ALL,
  CALL_KINDS,
  type Call,
  callOf,
  contentOf,
  hasInserted,
  isConstant,
  isString,
  STRING_KINDS,
} from "@/lib/assistant/rules/vocabulary";

/** What lets somebody else in. Ruff has these for Python. */

const SQL =
  /^\s*(?:select\s[\s\S]*?\sfrom\s|insert\s+into\s|update\s+\S+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\()/i;
const FORMATS = /^(?:Sprintf|Fprintf|format|Format|sprintf|snprintf|printf|format!)$/;
const PLACEHOLDER = /%[sdvq]|\{\d*(?::[^}]*)?\}|%\d\$s/;
/** Rails methods that take a piece of SQL. */
const RAILS = /^(?:where|order|having|find_by_sql|execute|exec_query|pluck|joins|group|from)$/;
/** Names of tables and columns cannot be parameters. */
const NO_VALUE = /\bjoin\(|placeholder|columns?|tables?|fields?|quote|escape|sanitize|prefix|schema/i;

const security = { category: "security", severity: "warning" } as const;
const NOT_PYTHON = ALL.filter((language) => language !== "python");

export const SECURITY_RULES: Rule[] = [
  { name: "sql-injection", ...security, languages: NOT_PYTHON, kinds: STRING_KINDS, check: sqlInjection },
  { name: "code-injection", ...security, languages: NOT_PYTHON, kinds: CALL_KINDS, check: codeInjection },
  {
    name: "shell-injection",
    ...security,
    languages: NOT_PYTHON,
    kinds: [...CALL_KINDS, "subshell", "shell_command_expression"],
    check: shellInjection,
  },
  {
    name: "cross-site-scripting",
    ...security,
    languages: ["php", "javascript", "typescript"],
    kinds: ["echo_statement", "print_intrinsic", "assignment_expression"],
    check: crossSite,
  },
];

function sqlInjection(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const content = contentOf(node, text);
  const call = enclosingCall(node, text);
  const isRails = language === "ruby" && call !== null && RAILS.test(call.name) && call.arguments[0] === node;
  if (!SQL.test(content) && !isRails) return null;
  const inserted = node.children.filter(
    ({ kind, named }) => named && !/content|fragment|escape|interpolation_start/.test(kind),
  );
  const joined = joinedWith(node, text);
  const formatted =
    call !== null && FORMATS.test(call.name) && call.arguments.includes(node) && PLACEHOLDER.test(content);
  const macro =
    node.parent?.kind === "token_tree" &&
    /\bformat!\s*\($/.test(text.slice(0, node.parent.start + 1)) &&
    PLACEHOLDER.test(content);
  const values = [...inserted, ...joined].map(textOf);
  if (!formatted && !macro && (values.length === 0 || values.every((value) => NO_VALUE.test(value))))
    return null;
  return {
    at: node,
    message:
      "Values are written into this SQL, so whoever chooses them can change it: pass them as parameters",
  };
}

/** What a string is put together with by `+` or `.`, as far as it is not fixed. */
function joinedWith(node: SyntaxNode, text: string): SyntaxNode[] {
  let at = node;
  while (at.parent !== null && /^binary(?:_expression)?$/.test(at.parent.kind)) at = at.parent;
  if (
    at === node ||
    !/[+.]/.test(text.slice(node.end, node.end + 3) + text.slice(node.start - 3, node.start))
  )
    return [];
  const leaves = [...below(at, ({ kind }) => /^binary(?:_expression)?$/.test(kind))];
  return leaves.filter(
    (leaf) => leaf.named && !/^binary/.test(leaf.kind) && !isConstant(leaf, text) && leaf !== node,
  );
}

function enclosingCall(node: SyntaxNode, text: string): Call | null {
  const around = enclosing(node, CALL_KINDS);
  return around === null ? null : callOf(around, text);
}

function codeInjection(node: SyntaxNode, { language, text }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  if (call === null) return null;
  const last = call.arguments.at(-1);
  const isEval =
    (call.name === "eval" &&
      (call.receiver === "" || /^(?:binding|Kernel|window|globalThis)$/.test(call.receiver))) ||
    (node.kind === "new_expression" && call.name === "Function") ||
    (language === "ruby" && /^(?:instance_eval|class_eval)$/.test(call.name));
  if (!isEval || last === undefined || isConstant(last, text) || /function|lambda|block/.test(last.kind))
    return null;
  return { at: node, message: `\`${call.name}\` runs whatever text it is given as code` };
}

const SHELLS: Record<string, RegExp> = {
  php: /^(?:exec|shell_exec|system|passthru|popen|proc_open)$/,
  ruby: /^(?:system|exec|spawn|popen|capture2|capture2e|capture3)$/,
  javascript: /^(?:exec|execSync)$/,
  typescript: /^(?:exec|execSync)$/,
  c: /^(?:system|popen)$/,
  cpp: /^(?:system|std::system|popen)$/,
  java: /^exec$/,
  csharp: /^Start$/,
  go: /^(?:Command|CommandContext)$/,
};

function shellInjection(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  const message =
    "This becomes a command of the shell with values in it: pass the arguments one by one, without a shell";
  if (/^(?:subshell|shell_command_expression)$/.test(node.kind)) {
    return language !== "shell" && hasInserted(node) ? { at: node, message } : null;
  }
  const call = callOf(node, text);
  if (call === null || SHELLS[language]?.test(call.name) !== true) return null;
  if (language === "csharp" && call.receiver !== "Process") return null;
  if (
    /^(?:javascript|typescript)$/.test(language) &&
    /regex|pattern|^re$|\/$|db|query|stmt/i.test(call.receiver)
  )
    return null;
  if (language === "java" && !/getRuntime\(\)|[rR]untime$/.test(call.receiver)) return null;
  const command = language === "go" ? goShellCommand(call, textOf) : call.arguments[0];
  if (
    command === undefined ||
    (language === "ruby" && call.arguments.length > 1 && !/^(?:popen|capture)/.test(call.name))
  )
    return null;
  return isPutTogether(command, text) ||
    (language === "php" && /\$_(?:GET|POST|REQUEST)/.test(textOf(command)))
    ? { at: node, message }
    : null;
}

/** What `sh -c` gets, where a Go program runs that. */
function goShellCommand(
  { receiver, arguments: passed }: Call,
  textOf: RuleContext["textOf"],
): SyntaxNode | undefined {
  const [shell, flag, command] = passed.filter((argument) => textOf(argument) !== "ctx");
  if (receiver !== "exec" || shell === undefined || flag === undefined) return undefined;
  return /["`](?:\/bin\/)?(?:ba)?sh["`]/.test(textOf(shell)) && /-c/.test(textOf(flag)) ? command : undefined;
}

/** Whether a text is made of fixed and other parts on the spot. */
function isPutTogether(node: SyntaxNode, text: string): boolean {
  if (isString(node)) return hasInserted(node);
  if (/^binary/.test(node.kind)) return !namedChildren(node).every((part) => isConstant(part, text));
  const call = callOf(node, text);
  return call !== null && FORMATS.test(call.name) && call.arguments.length > 1;
}

function crossSite(node: SyntaxNode, { language, text, textOf }: RuleContext): RuleFinding | null {
  if (language === "php") {
    if (node.kind === "assignment_expression") return null;
    const direct = [...below(node, (inner) => callOf(inner, text) === null)].find(
      (inner) =>
        inner.kind === "variable_name" &&
        /^\$_(?:GET|POST|REQUEST|COOKIE)$/.test(textOf(inner)) &&
        isShown(inner, node, text),
    );
    if (direct === undefined) return null;
    return {
      at: node,
      message: `\`${textOf(direct)}\` is shown as it came, so a link can carry a script: use \`htmlspecialchars\``,
    };
  }
  const target = fieldOf(node, "left");
  const value = fieldOf(node, "right");
  if (target === undefined || value === undefined || !/\.(?:inner|outer)HTML$/.test(textOf(target)))
    return null;
  if (!isPutTogether(value, text) || /escape|sanitize|encode/i.test(textOf(value))) return null;
  return {
    at: node,
    message: "Values become part of the page's HTML, scripts included: set `textContent`, or escape them",
  };
}

/** Not what a call or a comparison makes something else of. */
function isShown(variable: SyntaxNode, statement: SyntaxNode, text: string): boolean {
  for (let at = variable.parent; at !== null && at !== statement; at = at.parent) {
    if (callOf(at, text) !== null || /cast|unary|comparison/.test(at.kind)) return false;
    if (
      at.kind === "conditional_expression" &&
      fieldOf(at, "condition") !== undefined &&
      at.children[0] !== undefined
    ) {
      if (variable.start < (fieldOf(at, "condition")?.end ?? 0)) return false;
    }
  }
  return true;
}
