import type { Rule, RuleContext, RuleFinding } from "@/lib/assistant/rules/rule";
import type { SyntaxNode } from "@/lib/assistant/rules/syntax-tree";
import {
  CALL_KINDS,
  type Call,
  callOf,
  contentOf,
  escapeRegExp,
  hasInserted,
  isString,
} from "@/lib/assistant/rules/vocabulary";

/** `printf` and its relatives: as many values as the format asks for, and in C of the types it asks for. */

/** Which argument is the format, by function. */
const FORMAT_AT: Record<string, Record<string, number>> = {
  c: { printf: 0, fprintf: 1, sprintf: 1, snprintf: 2 },
  go: { Printf: 0, Sprintf: 0, Errorf: 0, Fprintf: 1, Fatalf: 0, Logf: 0, Panicf: 0 },
  php: { printf: 0, sprintf: 0 },
  java: { format: 0, printf: 0 },
  ruby: { format: 0, printf: 0, sprintf: 0 },
};
const VERB = /%(?:(\d+)\$|[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d*))?)((?:hh|h|ll|l|z|j|t|L)?)([a-zA-Z%])/g;

export const FORMAT_RULES: Rule[] = [
  {
    name: "format-arguments",
    category: "bug",
    severity: "warning",
    languages: ["c", "cpp", "go", "php", "java", "ruby"],
    kinds: CALL_KINDS,
    check: formatArguments,
  },
];

function formatArguments(node: SyntaxNode, context: RuleContext): RuleFinding | null {
  const { language, text } = context;
  const call = callOf(node, text);
  const at = call === null ? undefined : FORMAT_AT[language === "cpp" ? "c" : language]?.[call.name];
  if (call === null || at === undefined || !isPrintf(call, language)) return null;
  const format = call.arguments[at];
  const values = call.arguments.slice(at + 1);
  if (
    format === undefined ||
    !isString(format) ||
    hasInserted(format) ||
    format.kind === "concatenated_string"
  )
    return null;
  if (
    values.some((value) => /splat|spread|variadic|ERROR/.test(value.kind)) ||
    /\.\.\.\s*\)$/.test(text.slice(node.start, node.end))
  )
    return null;
  if (/%[^a-zA-Z%]*\[\d+\]/.test(textAt(format, text))) return null; // Go's values by number
  const verbs = [...contentOf(format, text).matchAll(VERB)].filter(
    ([, , , letter]) => letter !== "%" && !(language === "java" && letter === "n"),
  );
  if (verbs.some(([all, position]) => position !== undefined || all.includes("*") || all.includes("<")))
    return null;
  if (verbs.length !== values.length) {
    // One array or hash may hold them all.
    if (values.length === 1 && /^(?:ruby|java|php)$/.test(language)) return null;
    return {
      at: node,
      message: `The format asks for ${verbs.length} values, and there are ${values.length}`,
    };
  }
  return language === "c"
    ? mismatch(
        verbs.map(([, , size = "", letter = ""]) => size + letter),
        values,
        context,
      )
    : null;
}

const textAt = ({ start, end }: SyntaxNode, text: string): string => text.slice(start, end);

function isPrintf({ receiver, name }: Call, language: string): boolean {
  if (language === "java")
    return (name === "format" && receiver === "String") || (name === "printf" && receiver === "System.out");
  if (language === "go") return /^(?:fmt|log|t|b|logger)$/.test(receiver);
  return receiver === "" || receiver === "std";
}

/** What a value of a type may be printed with. */
const FITS: Record<string, RegExp> = {
  int: /^[dixXuoc]$/,
  "unsigned int": /^[dixXuoc]$/,
  unsigned: /^[dixXuoc]$/,
  long: /^l[dixXuo]$/,
  size_t: /^z[dixXu]$/,
  double: /^l?[fFeEgGaA]$/,
  float: /^l?[fFeEgGaA]$/,
  "char *": /^[sp]$/,
};

function mismatch(verbs: string[], values: SyntaxNode[], { text, textOf }: RuleContext): RuleFinding | null {
  for (const [index, value] of values.entries()) {
    const type = declaredType(value, text);
    const verb = verbs[index];
    if (type === undefined || verb === undefined || FITS[type]?.test(verb) !== false) continue;
    return { at: value, message: `\`%${verb}\` does not fit \`${textOf(value)}\`, which is \`${type}\`` };
  }
  return null;
}

/** The type of a variable or of a field, where the file declares that name with one type only. */
function declaredType(value: SyntaxNode, text: string): string | undefined {
  const name = /^(?:[\w.>-]+(?:->|\.))?(\w+)$/.exec(text.slice(value.start, value.end))?.[1];
  if (name === undefined || /^\d/.test(name)) return undefined;
  const before = "(?:const\\s+)?((?:unsigned\\s+)?[A-Za-z_]\\w*)\\s*(\\*+\\s*|\\s)";
  const declared = new Set(
    [
      ...text.matchAll(
        new RegExp(`(?:^|[;{(,])\\s*${before}${escapeRegExp(name)}\\s*(?=[;=,)[])([[])?`, "gm"),
      ),
    ].map(([, type = "", stars = "", array]) => {
      const pointer = stars.trim();
      return pointer === "" && array === undefined ? type : type === "char" ? "char *" : "?";
    }),
  );
  const [only] = declared;
  return declared.size === 1 && only !== undefined && FITS[only] !== undefined ? only : undefined;
}
