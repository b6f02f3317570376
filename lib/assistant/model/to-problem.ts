import type { Problem } from "../problem";
import type { Block, Head } from "./answer-events";
import { resolveBlock, type TextEdit } from "./resolve-block";
import { resolveLine } from "./resolve-line";
import { removesGuard, riskOf } from "./risky-edit";

export const ASSISTANT = "assistant";

/** One finding of an answer, complete. */
export interface Found {
  head: Head;
  blocks: readonly Block[];
}

/** A title is one sentence, printable and without markup that could become a link or HTML. */
function sentence(text: string): string {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[<>]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.!]+$/, "");
  return `${plain.slice(0, 1).toUpperCase()}${plain.slice(1)}.`;
}

/**
 * A finding in the text that the model was shown (`lines`): at the line it means, with its edits where they are certain.
 * One whose place is not certain is a note about the whole file, without a fix; so is a risky edit only words.
 */
export function toProblem(lines: readonly string[], { head, blocks }: Found): Problem {
  const line = resolveLine(lines, head.line, head.quote);
  const fixable = line === null ? null : fixOf(lines, line, blocks);
  const risk = fixable === null ? null : riskOf(blocks);
  const words = [sentence(head.title)];
  if (risk !== null) words.push(`Its fix is not offered: it brings ${risk}.`);
  else if (fixable !== null && removesGuard(blocks))
    words.push("Look twice: its fix removes something that looks like a check.");
  return {
    source: ASSISTANT,
    rule: head.kind,
    category: head.kind,
    severity: head.severity,
    message: words.join(" "),
    ...placeOf(lines, line),
    fix: risk === null ? fixable : null,
    url: null,
  };
}

function placeOf(lines: readonly string[], line: number | null): Pick<Problem, "start" | "end"> {
  if (line === null) return { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const text = lines[line - 1] ?? "";
  const indent = text.length - text.trimStart().length;
  return {
    start: { line, column: indent + 1 },
    end: { line, column: Math.max(indent + 1, text.trimEnd().length + 1) },
  };
}

/** All blocks or none: half a fix is worse than none. */
function fixOf(lines: readonly string[], line: number, blocks: readonly Block[]): Problem["fix"] {
  const edits: TextEdit[] = [];
  for (const block of blocks) {
    const edit = resolveBlock(lines, line, block);
    if (edit === null) return null;
    edits.push(edit);
  }
  edits.sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
  const [first] = edits;
  const last = edits.at(-1);
  if (first === undefined || last === undefined || edits.some(overlapsNext)) return null;
  const [from, to] = [first.start.line, last.end.line];
  return { title: from === to ? `Change line ${from}` : `Change lines ${from}-${to}`, edits };
}

function overlapsNext({ end }: TextEdit, at: number, edits: readonly TextEdit[]): boolean {
  const next = edits[at + 1]?.start;
  if (next === undefined) return false;
  return next.line < end.line || (next.line === end.line && next.column < end.column);
}
