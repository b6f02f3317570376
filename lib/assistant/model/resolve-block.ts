import type { Problem } from "../problem";
import type { Block } from "./answer-events";
import { nearest, withoutNumber } from "./resolve-line";

export type TextEdit = NonNullable<Problem["fix"]>["edits"][number];

/** A fix is a small change: one that adds more is not offered. */
const ADDED_LINES_MAX = 60;

const trimmedEnd = (line: string): string => line.replace(/\s+$/, "");

/**
 * The edit that a SEARCH/REPLACE block means in a text; null when its lines are not there, or not certainly at one place
 * near `line`, or when it changes nothing or too much.
 */
export function resolveBlock(lines: readonly string[], line: number, block: Block): TextEdit | null {
  const search = linesOf(block.search);
  const replace = linesOf(block.replace);
  if (search.length === 0) return lines.join("").trim() === "" ? whole(lines, replace) : null;
  const found = findLines(lines, line, search);
  if (found === null) return null;
  const renewed = replace.map((text) => (text.trim() === "" ? text : found.indent + text));
  if (renewed.length - search.length > ADDED_LINES_MAX) return null;
  return editOf(lines, found.at, search.length, renewed);
}

/** Without the numbers that a model copied, where each line has one. */
function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  const bare = lines.map(withoutNumber);
  return lines.every((line, at) => line.trim() === "" || line !== bare[at]) ? bare : lines;
}

/** Line for line the same; then without spaces at their ends; then all indented by as much more than was said. */
function findLines(
  lines: readonly string[],
  line: number,
  search: readonly string[],
): { at: number; indent: string } | null {
  const places = (same: (text: string, wanted: string) => boolean) =>
    lines.flatMap((_, at) =>
      search.every((wanted, off) => {
        const text = lines[at + off];
        return text !== undefined && same(text, wanted);
      })
        ? [at + 1]
        : [],
    );
  for (const same of [
    (text: string, wanted: string) => text === wanted,
    (text: string, wanted: string) => trimmedEnd(text) === trimmedEnd(wanted),
  ]) {
    const at = meant(places(same), line, search.length);
    if (at !== null) return { at, indent: "" };
  }
  const at = meant(
    places((text, wanted) => text.trim() === wanted.trim()),
    line,
    search.length,
  );
  const indent = at === null ? null : commonIndent(lines.slice(at - 1, at - 1 + search.length), search);
  return at === null || indent === null ? null : { at, indent };
}

/** The place that holds the line, else the one clearly nearest to it. */
function meant(places: readonly number[], line: number, length: number): number | null {
  const around = places.filter((at) => at <= line && line < at + length);
  return around.length === 1 ? (around[0] ?? null) : nearest(places, line);
}

/** What stands before every line and was left out by the model; null where it is not the same everywhere. */
function commonIndent(lines: readonly string[], search: readonly string[]): string | null {
  let indent: string | null = null;
  for (const [at, wanted] of search.entries()) {
    if (wanted.trim() === "") continue;
    const text = trimmedEnd(lines[at] ?? "");
    const without = trimmedEnd(wanted);
    if (!text.endsWith(without)) return null;
    const before = text.slice(0, text.length - without.length);
    if (before.trim() !== "" || (indent !== null && indent !== before)) return null;
    indent = before;
  }
  return indent;
}

function whole(lines: readonly string[], replace: readonly string[]): TextEdit | null {
  if (replace.length === 0 || replace.length > ADDED_LINES_MAX) return null;
  return editOf(lines, 1, lines.length, replace);
}

/** Replaces some lines; what is the same at the beginning and at the end stays. No lines: theirs go, with their ends. */
function editOf(
  lines: readonly string[],
  at: number,
  count: number,
  replace: readonly string[],
): TextEdit | null {
  if (replace.length === 0) return deletion(lines, at, count);
  const old = lines.slice(at - 1, at - 1 + count);
  const [before, after] = [old.join("\n"), replace.join("\n")];
  if (before === after) return null;
  const head = commonStart(before, after);
  const tail = commonEnd(before, after, Math.min(before.length, after.length) - head);
  return {
    start: placeIn(before, head, at),
    end: placeIn(before, before.length - tail, at),
    text: after.slice(head, after.length - tail),
  };
}

function deletion(lines: readonly string[], at: number, count: number): TextEdit {
  const last = at + count - 1;
  if (last < lines.length)
    return { start: { line: at, column: 1 }, end: { line: last + 1, column: 1 }, text: "" };
  const end = { line: last, column: (lines[last - 1] ?? "").length + 1 };
  if (at === 1) return { start: { line: 1, column: 1 }, end, text: "" };
  return { start: { line: at - 1, column: (lines[at - 2] ?? "").length + 1 }, end, text: "" };
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  // Never between the two halves of a letter.
  return isLow(a.charCodeAt(length)) || isLow(b.charCodeAt(length)) ? length - 1 : length;
}

function commonEnd(a: string, b: string, max: number): number {
  let length = 0;
  while (length < max && a[a.length - 1 - length] === b[b.length - 1 - length]) length += 1;
  return length > 0 && isLow(a.charCodeAt(a.length - length)) ? length - 1 : length;
}

function placeIn(text: string, offset: number, firstLine: number) {
  const before = text.slice(0, offset);
  const breaks = before.split("\n");
  return { line: firstLine + breaks.length - 1, column: (breaks.at(-1) ?? "").length + 1 };
}
