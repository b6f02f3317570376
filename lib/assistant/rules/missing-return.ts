import { completes } from "@/lib/assistant/rules/completes";
import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import { below, fieldOf, type SyntaxNode } from "@/lib/assistant/rules/syntax-tree";

/** A function that should answer, and may come to its end without. */

const KINDS = [
  "function_definition",
  "method_declaration",
  "local_function_statement",
  "function_declaration",
];
const rule = { kinds: KINDS, check: missingReturn } as const;

export const RETURN_RULES: Rule[] = [
  { name: "missing-return", category: "bug", severity: "warning", languages: ["c", "cpp"], ...rule },
  {
    name: "missing-return",
    category: "error",
    severity: "error",
    languages: ["java", "csharp", "go"],
    ...rule,
  },
];

function missingReturn(fn: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { language, text } = context;
  const body = fieldOf(fn, "body");
  if (body === undefined || !/^(?:compound_statement|block)$/.test(body.kind)) return null;
  const signature = text.slice(fn.start, body.start);
  if (!answers(fn, signature, context)) return null;
  for (const { kind } of below(body)) if (/preproc|^ERROR$|asm|yield|^co_/.test(kind)) return null;
  if (!completes(body, context)) return null;
  const end = { start: Math.max(body.end - 1, body.start), end: body.end };
  const name = nameIn(signature);
  const what =
    language === "c" || language === "cpp" ? "what it answers then is undefined" : "it must return a value";
  return { at: end, message: `${name} may come to its end without a \`return\`: ${what}` };
}

function answers(fn: SyntaxNode, signature: string, { language, textOf }: RuleContext): boolean {
  if (language === "go") return fieldOf(fn, "result") !== undefined;
  const type = fieldOf(fn, "returns") ?? fieldOf(fn, "type");
  if (type === undefined) return false;
  const written = textOf(type);
  if (language === "java") return written !== "void";
  if (language === "csharp")
    return (
      !/^(?:void|(?:System\.Threading\.Tasks\.)?(?:Value)?Task)$/.test(written) ||
      (written !== "void" && !/\basync\b/.test(signature))
    );
  const isNothing = written === "void" && !/^[^(]*[*&]/.test(signature);
  // A macro may stand for anything, `auto` too.
  return (
    !isNothing &&
    !/^[A-Z][A-Z0-9_]*$|^auto$|\bmain\b/.test(written) &&
    !/\bmain\s*\(|noreturn|naked|->\s*void|\boperator\s+\w|=\s*(?:default|delete)|\bauto\b/i.test(signature)
  );
}

const nameIn = (signature: string): string => {
  const name =
    /([\w~:]+)\s*(?:<[^()]*>)?\s*\((?:[^()]|\([^()]*\))*\)[^()]*$/.exec(signature)?.[1] ??
    /(\w+)\s*\(/.exec(signature)?.[1];
  return name === undefined ? "This function" : `\`${name}\``;
};
