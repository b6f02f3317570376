/** Lines from `from` to `to`, both included, counted from 1. */
export interface Range {
  from: number;
  to: number;
}

/** A file of so many lines is given whole, where it fits. */
const WHOLE_LINES = 600;
/** Around a place of interest. */
const AROUND = 40;
/** Where imports stand. */
const HEAD_LINES = 40;
/** A longer line (minified code, data) is cut off: it says little. */
const LINE_CHARS_MAX = 1_000;

/** The beginnings of functions and classes in most languages; a guess is enough, since it only chooses what is read. */
const SIGNATURE =
  /^\s*(?:export\s+|default\s+|pub(?:\([^)]*\))?\s+|public\s+|private\s+|protected\s+|static\s+|async\s+|abstract\s+|final\s+)*(?:def|class|function|func|fn|interface|struct|enum|trait|impl|type|module|namespace|CREATE)\b/i;

/** A line as the model is shown it. */
export const numbered = (line: string, number: number): string =>
  `${number}|${line.length > LINE_CHARS_MAX ? `${line.slice(0, LINE_CHARS_MAX)}…` : line}`;

interface Wanted {
  /** Lines that matter most: of a selection. */
  selected: Range | null;
  /** Lines that analysers speak of. */
  places: readonly number[];
  /** Characters that the numbered lines may have. */
  chars: number;
}

/**
 * Which lines of a text the model is given: all of a small one; else the selection, what analysers speak of with the
 * lines around, the beginning, the signatures, and as much of the rest from the top as there is room for. In order,
 * without overlap.
 */
export function rangesToRead(lines: readonly string[], { selected, places, chars }: Wanted): Range[] {
  const budget = { left: chars };
  const taken = new Set<number>();
  const take = (from: number, to: number): void => {
    for (let at = Math.max(1, from); at <= Math.min(lines.length, to); at += 1) {
      if (taken.has(at)) continue;
      const cost = numbered(lines[at - 1] ?? "", at).length + 1;
      if (cost > budget.left) return;
      budget.left -= cost;
      taken.add(at);
    }
  };
  if (selected !== null) {
    take(selected.from, selected.to);
    take(selected.from - AROUND, selected.to + AROUND);
  }
  if (lines.length <= WHOLE_LINES) {
    take(1, lines.length);
    if (taken.size === lines.length) return rangesOf(taken);
  }
  for (const place of places) take(place - AROUND, place + AROUND);
  take(1, HEAD_LINES);
  for (const [at, line] of lines.entries()) if (SIGNATURE.test(line)) take(at + 1, at + 1);
  take(1, lines.length);
  return rangesOf(taken);
}

function rangesOf(taken: ReadonlySet<number>): Range[] {
  const ranges: Range[] = [];
  for (const at of [...taken].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === at - 1) last.to = at;
    else ranges.push({ from: at, to: at });
  }
  return ranges;
}
