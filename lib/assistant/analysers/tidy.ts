import { type Places, placesIn } from "@/lib/assistant/analysers/places";
import type { Problem } from "@/lib/assistant/problem";
import type { Position } from "@/lib/contracts/findings";

const MESSAGE_MAX = 400;

/**
 * What tools report, made to fit the text: places inside of it, a problem no longer than its first line and never
 * empty where there is something to show, a fix only if its edits do something and do not overlap.
 */
export function tidied(problems: readonly Problem[], text: string): Problem[] {
  const places = placesIn(text);
  return problems.map((problem) => ({
    ...problem,
    message:
      problem.message.length > MESSAGE_MAX ? `${problem.message.slice(0, MESSAGE_MAX)}…` : problem.message,
    ...shown(problem, places),
    fix: tidyFix(problem, places, text),
  }));
}

function shown({ start, end }: Problem, places: Places): { start: Position; end: Position } {
  const from = places.at(places.offset(start));
  const whole = places.wholeLine(from.line);
  const to = end.line > start.line ? whole.end : places.at(places.offset(end));
  if (to.line === from.line && to.column > from.column) return { start: from, end: to };
  if (from.column < whole.end.column)
    return { start: from, end: { line: from.line, column: from.column + 1 } };
  // At the end of a line: its last character is what people can see and point at.
  return {
    start: { line: from.line, column: Math.max(from.column - 1, 1) },
    end: { line: from.line, column: Math.max(from.column, 2) },
  };
}

function tidyFix({ fix }: Problem, places: Places, text: string): Problem["fix"] {
  if (fix === null) return null;
  const edits = fix.edits
    .map(({ start, end, text: by }) => ({ from: places.offset(start), to: places.offset(end), by }))
    .filter(({ from, to, by }) => text.slice(from, to) !== by)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  const overlap = edits.some(({ from, to }, index) => to < from || from < (edits[index - 1]?.to ?? 0));
  if (edits.length === 0 || overlap) return null;
  return {
    title: fix.title,
    edits: edits.map(({ from, to, by }) => ({ start: places.at(from), end: places.at(to), text: by })),
  };
}
