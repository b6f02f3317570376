import type { Problem } from "@/lib/assistant/problem";
import { SEVERITIES } from "@/lib/contracts/findings";

/** Errors first, then by place. */
export function bySeverityAndPlace(a: Problem, b: Problem): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.start.line - b.start.line ||
    a.start.column - b.start.column
  );
}

/** At most `max` of them, errors first. */
export function severest(problems: readonly Problem[], max: number): Problem[] {
  return problems.toSorted(bySeverityAndPlace).slice(0, max);
}
