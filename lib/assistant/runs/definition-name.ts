import type { AssistRun, Selection } from "@/lib/contracts/assist";

const MODIFIERS =
  "(?:(?:export|default|public|private|protected|internal|static|async|abstract|final|override|unsafe|pub(?:\\([^)]*\\))?)\\s+)*";
const KEYWORDS =
  "(?:def|class|function\\*?|fn|func|fun|interface|struct|enum|trait|impl|module|namespace|protocol|object)";
/** In most languages a word says that something is defined; `func (r *Repo) name` of Go has its receiver before the name. */
const DEFINITION = new RegExp(
  `^\\s*${MODIFIERS}${KEYWORDS}\\s+(?:self\\.|\\([^)]*\\)\\s*)?([\\p{L}_$][\\p{L}\\d_$]*[?!]?)`,
  "u",
);
const FUNCTION_VALUE =
  /^\s*(?:export\s+)?(?:const|let|var)\s+([\p{L}_$][\p{L}\d_$]*)[^=]*=\s*(?:async\s*)?(?:function\b|\([^)]*\)[^=]*=>|[\p{L}_$][\p{L}\d_$]*\s*=>)/u;
/** What stands above a definition and belongs to it: decorators, attributes, comments. */
const PREAMBLE = /^\s*(?:@|#\[|\/\/|#|\/?\*|$)/;
/** The end of a list of parameters that goes over several lines says nothing of where the block begins. */
const LIST_END = /^\s*[)\]]/;

/**
 * What is defined in the selected lines' first, else around them: the name of a function, class or the like, for people.
 * Worked out from words and indentation, in any language; null where these do not tell.
 */
export function definitionName(text: string, { start, end }: Selection): string | null {
  const lines = text.split("\n");
  const first = firstLine(lines, start.line - 1, end.line - 1);
  if (first === null) return null;
  const own = nameIn(lines[first]);
  if (own !== null) return own;
  let limit = indentOf(lines[first]);
  for (let at = first - 1; at >= 0 && limit > 0; at -= 1) {
    const line = lines[at] ?? "";
    const indent = indentOf(line);
    if (line.trim() === "" || LIST_END.test(line) || indent >= limit) continue;
    const name = nameIn(line);
    if (name !== null) return name;
    limit = indent;
  }
  return null;
}

/** What is selected, with its name as it is told to everybody. */
export const askedSelection = (text: string, selection: Selection | undefined): AssistRun["selection"] =>
  selection === undefined ? null : { ...selection, name: definitionName(text, selection) };

function firstLine(lines: readonly string[], from: number, to: number): number | null {
  for (let at = from; at <= to && at < lines.length; at += 1) if (!PREAMBLE.test(lines[at] ?? "")) return at;
  return null;
}

const nameIn = (line = ""): string | null =>
  (DEFINITION.exec(line) ?? FUNCTION_VALUE.exec(line))?.[1] ?? null;

const indentOf = (line = ""): number => line.length - line.trimStart().length;
