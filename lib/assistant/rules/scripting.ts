import { mentionsOf } from "@/lib/assistant/rules/locals";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { enclosing, fieldOf, namedChildren, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import { callOf, contentOf, escapeRegExp, SCRIPT, unwrapped } from "@/lib/assistant/rules/vocabulary";

/** What Ruby, PHP, Python and JavaScript accept and nobody means. */

const bug = { category: "bug", severity: "warning" } as const;

export const SCRIPTING_RULES: Rule[] = [
  { name: "rescues-everything", ...bug, languages: ["ruby"], kinds: ["rescue"], check: rescuesEverything },
  {
    name: "zero-is-false",
    ...bug,
    languages: ["php"],
    kinds: ["function_call_expression"],
    check: zeroIsFalse,
  },
  {
    name: "weak-hash",
    category: "security",
    severity: "warning",
    languages: ["php", "ruby", "java", "csharp", "go", ...SCRIPT],
    kinds: [
      "function_call_expression",
      "call",
      "call_expression",
      "method_invocation",
      "invocation_expression",
    ],
    check: weakHash,
  },
  {
    name: "no-self",
    category: "error",
    severity: "error",
    languages: ["python"],
    kinds: ["function_definition"],
    check: noSelf,
  },
  { name: "nothing-inserted", ...bug, languages: ["python"], kinds: ["string"], check: nothingInserted },
  { name: "order-as-boolean", ...bug, languages: SCRIPT, kinds: ["call_expression"], check: orderAsBoolean },
  {
    name: "promise-as-value",
    ...bug,
    languages: ["javascript"],
    kinds: ["variable_declarator"],
    check: promiseAsValue,
  },
];

function rescuesEverything(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const exceptions = fieldOf(node, "exceptions");
  if (exceptions === undefined || textOf(exceptions) !== "Exception") return null;
  if (
    /\braise\b|\babort\b|\bexit\b/.test(textOf(node)) ||
    /retry|fork|Thread|at_exit/.test(text.slice(Math.max(0, node.start - 200), node.start))
  )
    return null;
  return {
    at: { start: node.start, end: exceptions.end },
    message: "This also catches exits, interrupts and lack of memory: rescue `StandardError`",
    fix: {
      title: "Rescue `StandardError`",
      edits: [{ start: exceptions.start, end: exceptions.end, text: "StandardError" }],
    },
  };
}

/** `if (strpos($a, $b))`: a find at the beginning is at 0. */
function zeroIsFalse(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  if (call === null || !/^(?:strpos|stripos|strrpos|mb_strpos|array_search)$/.test(call.name)) return null;
  let at = node.parent;
  while (
    at !== null &&
    (at.kind === "parenthesized_expression" ||
      (at.kind === "unary_op_expression" && textOf(at).startsWith("!")) ||
      (at.kind === "binary_expression" && /^(?:&&|\|\||and|or)$/.test(textOf(fieldOf(at, "operator") ?? at))))
  )
    at = at.parent;
  if (
    at === null ||
    !/^(?:if_statement|else_if_clause|while_statement|conditional_expression)$/.test(at.kind)
  )
    return null;
  const condition = fieldOf(at, "condition");
  if (condition === undefined || node.start < condition.start || node.end > condition.end) return null;
  return {
    at: node,
    message: `\`${call.name}\` answers 0 for a find at the beginning, which counts as false: compare with \`=== false\``,
  };
}

/** A password, hashed by what is made to be fast. */
function weakHash(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  if (call === null) return null;
  const isWeak =
    /^(?:md5|sha1|MD5|SHA1|hexdigest|ComputeHash)$/.test(call.name) &&
    (call.receiver === "" || /MD5|SHA1|md5|sha1/.test(call.receiver));
  const named = `${textOf(node)} ${node.parent === null ? "" : textOf(node.parent).slice(0, 80)}`;
  if (!isWeak || !/passw|pwd|secret/i.test(named)) return null;
  return {
    at: node,
    message:
      "This hash is made to be fast, so passwords are guessed from it: use one made for them, as bcrypt or Argon2",
  };
}

/** A method without any parameter: calling it on an object fails. */
function noSelf(node: SyntaxNode, { textOf }: RuleContext): RuleFinding | null {
  const [passed, name] = [fieldOf(node, "parameters"), fieldOf(node, "name")];
  const holder = node.parent?.kind === "block" ? node.parent.parent : null;
  if (
    passed === undefined ||
    name === undefined ||
    holder?.kind !== "class_definition" ||
    namedChildren(passed).length > 0
  )
    return null;
  const above = fieldOf(holder, "superclasses");
  if (above !== undefined && /Protocol|Interface|Enum|Meta\b|type\b/.test(textOf(above))) return null;
  return {
    at: name,
    message: `\`${textOf(name)}\` takes no \`self\`: calling it on an object fails`,
    fix: { title: "Add `self`", edits: [{ start: passed.start + 1, end: passed.start + 1, text: "self" }] },
  };
}

/** `"hello {name}"` without the `f`, where `name` is a variable of this function. */
function nothingInserted(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { text, textOf } = context;
  const written = textOf(node);
  const name = /^["'][^"']*\{([a-z_]\w*)(?:\.\w+|\[[^\]{}]*\])?(?:![rs])?(?::[^{}]*)?\}/.exec(written)?.[1];
  if (name === undefined || node.fn === null || /^\{[^{}]*\}$/.test(contentOf(node, text))) return null;
  const call = enclosing(node, ["call", "assignment", "return_statement"]);
  if (
    call === null ||
    !/^(?:print|logger|log|logging|raise)|^return/.test(textOf(call)) ||
    node.parent?.kind === "attribute"
  )
    return null;
  if (/\.format|%|Template|re\.|route|path|url/i.test(textOf(call).replace(written, ""))) return null;
  const [first] = mentionsOf(node.fn, context).get(name) ?? [];
  if (first === undefined || first.start > node.start) return null;
  return {
    at: node,
    message: `Without an \`f\` before it, \`{${name}}\` stays as it is`,
    fix: { title: "Add `f`", edits: [{ start: node.start, end: node.start, text: "f" }] },
  };
}

/** `xs.sort((a, b) => a > b)` */
function orderAsBoolean(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const call = callOf(node, text);
  const [by] = call?.arguments ?? [];
  if (
    call === null ||
    !/^(?:sort|toSorted)$/.test(call.name) ||
    by === undefined ||
    !/^(?:arrow_function|function_expression)$/.test(by.kind)
  )
    return null;
  const body = fieldOf(by, "body");
  const only = body?.kind === "statement_block" ? namedChildren(body) : [];
  const answered =
    only.length === 1 && only[0]?.kind === "return_statement" ? namedChildren(only[0])[0] : body;
  const comparison = answered === undefined ? undefined : unwrapped(answered);
  const operator = comparison?.kind === "binary_expression" ? fieldOf(comparison, "operator") : undefined;
  if (comparison === undefined || operator === undefined || !/^[<>]=?$/.test(textOf(operator))) return null;
  return {
    at: comparison,
    message:
      "Sorting needs a number below, at or above 0, and this is true or false: subtract, or use `localeCompare`",
  };
}

/** `const data = response.json();` in an async function, of which a property is asked afterwards. */
function promiseAsValue(node: SyntaxNode, { text, textOf }: RuleContext): RuleFinding | null {
  const [name, value] = [fieldOf(node, "name"), fieldOf(node, "value")];
  const call = value === undefined ? null : callOf(value, text);
  if (call === null || value === undefined || name?.kind !== "identifier" || node.fn === null) return null;
  const isFetch = call.name === "fetch" && /^(?:window|)$/.test(call.receiver);
  const isBody =
    /^(?:json|text|blob|arrayBuffer|formData)$/.test(call.name) &&
    new RegExp(`\\b${escapeRegExp(call.receiver)}\\s*=\\s*await\\s+(?:\\w+\\.)?fetch\\(`).test(
      text.slice(node.fn.start, node.start),
    );
  if ((!isFetch && !isBody) || !/^async\b/.test(textOf(node.fn))) return null;
  const word = escapeRegExp(textOf(name));
  const behind = text.slice(node.end, node.fn.end);
  if (
    !new RegExp(`(?<![\\w.])${word}\\.(?!then|catch|finally)`).test(behind) ||
    new RegExp(`await\\s+${word}\\b`).test(behind)
  )
    return null;
  return {
    at: value,
    message: `\`${textOf(name)}\` is a promise here, not what it brings: add \`await\``,
    fix: { title: "Add `await`", edits: [{ start: value.start, end: value.start, text: "await " }] },
  };
}
