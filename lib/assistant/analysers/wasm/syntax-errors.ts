import type { Node, Tree } from "web-tree-sitter";
import type { Places } from "@/lib/assistant/analysers/places";
import type { Problem } from "@/lib/assistant/problem";
import { parsedErrors } from "@/lib/assistant/rules/syntax-tree";
import type { Position } from "@/lib/contracts/findings";

/** One mistake makes a parser stumble several times: more than these tell nothing new. */
const ERRORS_MAX = 5;
const SHOWN_MAX = 24;
/** Names in C that are words of C++. */
const ONLY_IN_CPP =
  /\b(?:class|new|delete|template|this|namespace|private|public|protected|try|catch|throw|typename|using|operator|virtual|friend|explicit|and|or|not|export|mutable)\b/;

/** What the parser could not make sense of, at most ERRORS_MAX, said where a person would look for it. */
export function syntaxErrors(tree: Tree, language: string, text: string, places: Places): Problem[] {
  const root = tree.rootNode;
  if (!root.hasError || (language === "c" && ONLY_IN_CPP.test(text))) return [];
  const preprocessed = language === "c" || language === "cpp";
  // Two branches of an `#if` may each open the same bracket.
  const brackets =
    preprocessed && /^[ \t]*#[ \t]*(?:else|elif)/m.test(text) ? null : bracketError(root, text);
  if (brackets !== null)
    return [problem(brackets.message, places.at(brackets.at), places.at(brackets.at + 1))];
  const seen = new Set<number>();
  return parsedErrors(root, ERRORS_MAX).flatMap((node) => {
    const { start, message } = describe(node, text);
    const at = places.at(start);
    if (seen.has(at.line) || (preprocessed && isNearMacro(at.line, places))) return [];
    seen.add(at.line);
    return [problem(message, at, places.at(Math.max(start + 1, Math.min(node.endIndex, start + 1))))];
  });
}

/** What a macro stands for may make sense of it. */
function isNearMacro(line: number, places: Places): boolean {
  return [line - 1, line].some((near) =>
    /\b[A-Z][A-Z0-9]*_?[A-Z0-9_]{2,}\b|^\s*#(?!\s*include)|\\$/.test(near > 0 ? places.line(near) : ""),
  );
}

function describe(node: Node, text: string): { start: number; message: string } {
  const ended = unendedType(node, text);
  if (ended !== null) return { start: ended, message: "`;` is missing behind this `}`" };
  if (node.isMissing) {
    // A missing token is noticed at the next one: it belongs behind the last thing before.
    const start = text.slice(0, node.startIndex).trimEnd().length;
    const isName = /^[a-z_]+$/i.test(node.type);
    return {
      start: Math.max(start - 1, 0),
      message: isName ? "Something is missing here" : `\`${node.type}\` is missing here`,
    };
  }
  const first = node.startIndex;
  const written = text.slice(first, node.endIndex).trim().split(/\s/)[0] ?? "";
  const shown = written.length > SHOWN_MAX ? `${written.slice(0, SHOWN_MAX)}…` : written;
  return {
    start: first,
    message: shown === "" ? "This cannot be read" : `Unexpected \`${shown.replaceAll("`", "'")}\``,
  };
}

const PAIRS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };
const CLOSERS: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** Before these brackets a `;` may stand. */
const MAY_HOLD_SEMICOLONS = /\b(?:for|foreach|try|if|switch|while|using|each)\s*(?:await\s*|!\s*)?$/;

/** The first bracket that has no partner, as the tokens stand. Those in strings and comments are no tokens. */
function bracketError(root: Node, text: string): { at: number; message: string } | null {
  const open: { kind: string; at: number }[] = [];
  for (const { kind, at } of tokens(root)) {
    const last = open.at(-1);
    if (kind === ";") {
      if (last?.kind === "(" && !MAY_HOLD_SEMICOLONS.test(text.slice(Math.max(0, last.at - 20), last.at)))
        return { at, message: "`)` is missing before this `;`" };
      continue;
    }
    const opener = PAIRS[kind];
    if (opener === undefined) open.push({ kind, at });
    else if (last?.kind === opener) open.pop();
    else if (last === undefined) return { at, message: `\`${kind}\` closes nothing` };
    else if (open.at(-2)?.kind === opener) {
      return {
        at: last.at,
        message: `\`${last.kind}\` is not closed: \`${CLOSERS[last.kind]}\` is missing before \`${kind}\``,
      };
    } else return { at, message: `\`${kind}\` does not close \`${last.kind}\`` };
  }
  const last = open.at(-1);
  return last === undefined ? null : { at: last.at, message: `\`${last.kind}\` is never closed` };
}

/** Brackets and semicolons, in order. */
function* tokens(root: Node): Generator<{ kind: string; at: number }> {
  const cursor = root.walk();
  try {
    for (;;) {
      const kind = cursor.nodeType;
      if (kind.length === 1 && /[()[\]{};]/.test(kind) && !cursor.nodeIsMissing)
        yield { kind, at: cursor.startIndex };
      if (cursor.gotoFirstChild()) continue;
      while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return;
    }
  } finally {
    cursor.delete();
  }
}

/** `struct P { … }` without `;` becomes the type of what follows, and that is where the parser stumbles. */
function unendedType(node: Node, text: string): number | null {
  for (let at = node.parent; at !== null; at = at.parent) {
    const type = at.childForFieldName("type");
    const isType =
      type !== null && /^(?:struct|class|enum|union)_specifier$/.test(type.type) && type.text.endsWith("}");
    if (isType && /^\s*\n/.test(text.slice(type.endIndex))) return type.endIndex - 1;
  }
  return null;
}

function problem(message: string, start: Position, end: Position): Problem {
  return {
    source: "tandem",
    rule: "syntax",
    category: "error",
    severity: "error",
    message,
    start,
    end,
    fix: null,
    url: null,
  };
}
