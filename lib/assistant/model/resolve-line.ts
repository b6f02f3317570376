/** Where the model may be off by: it miscounts, and it copies inexactly. Measured in facts of the project's research. */
const NEAR = 3;
const FUZZY_NEAR = 20;
const FUZZY_MAX = 0.2;
/** A quote this short is like too many lines to be found by likeness. */
const FUZZY_MIN_LENGTH = 8;
const FUZZY_MAX_LENGTH = 400;

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();
/** Models copy the number before a line with it. */
export const withoutNumber = (line: string): string => line.replace(/^\s{0,6}\d{1,7}\|/, "");

/**
 * The line (from 1) that a model means by a number and a quote, in the text it was shown; null when that is not certain:
 * a wrong place is worse than none.
 */
export function resolveLine(lines: readonly string[], line: number, quote: string): number | null {
  const wanted = withoutNumber(quote);
  if (squeezed(wanted) === "") return null;
  const exact = nearestWithin(lines, line, NEAR, (text) => text === wanted);
  if (exact !== null) return exact;
  const like = squeezed(wanted);
  const isLike = (text: string) => squeezed(text) === like;
  return (
    nearestWithin(lines, line, NEAR, isLike) ??
    clearlyNearest(lines, line, isLike) ??
    fuzzy(lines, line, like)
  );
}

function nearestWithin(
  lines: readonly string[],
  line: number,
  reach: number,
  matches: (text: string) => boolean,
): number | null {
  for (let off = 0; off <= reach; off += 1) {
    for (const at of off === 0 ? [line] : [line - off, line + off]) {
      const text = lines[at - 1];
      if (text !== undefined && matches(text)) return at;
    }
  }
  return null;
}

/** The only one, or one that is at least twice as near as the next. */
function clearlyNearest(
  lines: readonly string[],
  line: number,
  matches: (text: string) => boolean,
): number | null {
  const found = lines.flatMap((text, at) => (matches(text) ? [at + 1] : []));
  return nearest(found, line);
}

/** Of some places the one meant by a number: the only one, or one at least twice as near as the next. */
export function nearest(places: readonly number[], line: number): number | null {
  const [first, second] = [...places].sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
  if (first === undefined) return null;
  if (second === undefined) return first;
  return Math.abs(first - line) * 2 <= Math.abs(second - line) && first !== second ? first : null;
}

/** The most alike of the lines around, when no other is as much so. */
function fuzzy(lines: readonly string[], line: number, quote: string): number | null {
  if (quote.length < FUZZY_MIN_LENGTH || quote.length > FUZZY_MAX_LENGTH) return null;
  const limit = Math.floor(quote.length * FUZZY_MAX);
  let best: { at: number; distance: number } | null = null;
  let again = false;
  for (let at = Math.max(1, line - FUZZY_NEAR); at <= Math.min(lines.length, line + FUZZY_NEAR); at += 1) {
    const distance = editDistance(squeezed(lines[at - 1] ?? ""), quote, limit);
    if (distance === null) continue;
    if (best === null || distance < best.distance) {
      best = { at, distance };
      again = false;
    } else if (distance === best.distance) again = true;
  }
  return again ? null : (best?.at ?? null);
}

/** Levenshtein's distance in UTF-16 units; null beyond the limit. */
function editDistance(a: string, b: string, limit: number): number | null {
  if (Math.abs(a.length - b.length) > limit) return null;
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) > limit) return null;
    before = row;
  }
  const distance = before[b.length] ?? 0;
  return distance <= limit ? distance : null;
}
