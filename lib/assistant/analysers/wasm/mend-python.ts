/**
 * Python without the lines that cannot be read: ruff says no more of a text than where it does not parse, and people want to
 * hear of the rest of it while they type. Lines keep their numbers.
 */
export interface Mended {
  text: string;
  /** Numbers of the lines that are no longer what they were, from 1. */
  lines: ReadonlySet<number>;
  /** The names in them: of what else is done with these, nothing can be said. */
  names: ReadonlySet<string>;
}

/** So many lines are given up at most; each costs another look at the text. */
const LINES_MAX = 6;

/**
 * Null: it still does not parse. `errorsIn` answers the lines, from 1, at which a text does not.
 */
export function mendPython(text: string, errorsIn: (text: string) => readonly number[]): Mended | null {
  const lines = text.split("\n");
  const given = new Map<number, string>();
  let errors = errorsIn(text);
  while (errors.length > 0 && given.size < LINES_MAX) {
    const line = lineToGiveUp(lines, given, errors[0] ?? 1);
    if (line === null) return null;
    given.set(line, lines[line - 1] ?? "");
    lines[line - 1] = inPlaceOf(lines, line);
    errors = errorsIn(lines.join("\n"));
  }
  if (errors.length > 0) return null;
  const names = new Set([...given.values()].flatMap((line) => line.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
  return { text: lines.join("\n"), lines: new Set(given.keys()), names };
}

/** What is not closed is noticed at most so many lines later. */
const NOTICED_LATER = 3;

/** A bracket that stays open just above, else the line of the error, or where that was given up already the next one above. */
function lineToGiveUp(
  lines: readonly string[],
  given: ReadonlyMap<number, string>,
  error: number,
): number | null {
  const last = Math.min(error, lines.length);
  const stands = (line: number) => !given.has(line) && lines[line - 1]?.trim() !== "";
  for (let line = last - 1; line >= Math.max(1, last - NOTICED_LATER); line -= 1)
    if (stands(line) && staysOpen(lines[line - 1] ?? "")) return line;
  for (let line = last; line >= 1; line -= 1) if (stands(line)) return line;
  return null;
}

const staysOpen = (line: string): boolean => count(line, /[([{]/g) > count(line, /[)\]}]/g);
const count = (line: string, of: RegExp): number => line.match(of)?.length ?? 0;

/** Something that does nothing, and begins a block where one follows. */
function inPlaceOf(lines: readonly string[], line: number): string {
  const text = lines[line - 1] ?? "";
  const indent = indentOf(text);
  const next = lines.slice(line).find((one) => one.trim() !== "");
  if (next === undefined || indentOf(next).length <= indent.length) return `${indent}pass`;
  return /^\s*(async\s+)?def\b/.test(text) ? `${indent}def _():` : `${indent}if True:`;
}

const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? "";
