import { SEVERITIES } from "@/lib/contracts/findings";
import type { PlacedFinding } from "./findings-marks";
import type { IPosition } from "./monaco-types";

const compare = (a: IPosition, b: IPosition): number => a.lineNumber - b.lineNumber || a.column - b.column;
const rank = ({ finding }: PlacedFinding): number => SEVERITIES.indexOf(finding.severity);

/** As the list shows them: the gravest first, then down the text. */
export const bySeverity = (placed: readonly PlacedFinding[]): PlacedFinding[] =>
  [...placed].sort((a, b) => rank(a) - rank(b) || compare(a.start, b.start));

/** The nearest one after `from` (before it for -1), around from the end to the start; undefined: there is none. */
export function nextFinding(
  placed: readonly PlacedFinding[],
  from: IPosition,
  by: 1 | -1,
): PlacedFinding | undefined {
  const sorted = [...placed].sort((a, b) => by * compare(a.start, b.start));
  return sorted.find(({ start }) => by * compare(start, from) > 0) ?? sorted[0];
}

/** Those in the caret's line: first what the caret is in, then the gravest. */
export function findingsAt(placed: readonly PlacedFinding[], caret: IPosition): PlacedFinding[] {
  const away = ({ start, end }: PlacedFinding) =>
    compare(start, caret) <= 0 && compare(caret, end) <= 0 ? 0 : 1;
  return bySeverity(placed.filter(({ start }) => start.lineNumber === caret.lineNumber)).sort(
    (a, b) => away(a) - away(b),
  );
}
