import type { ChildMessage } from "@/lib/assistant/analysers/messages";
import type { Problem } from "@/lib/assistant/problem";

/** What came of a job, as far as it came. */
export interface Report {
  problems: Problem[];
  /** Analysers that were not asked, as the text is too large or they are off for it. */
  skipped: string[];
  /** Those that failed or were at work when the process ended. */
  culprits: string[];
  /** Those that had not yet begun by then. */
  unheard: string[];
}

/** Before anything was heard: then nobody knows what its analysers are called. */
export function emptyReport(program: string): Report {
  return { problems: [], skipped: [], culprits: [], unheard: [program] };
}

/** Adds what the process says. */
export function note(report: Report, message: Exclude<ChildMessage, { type: "ready" }>): void {
  if (message.type === "started") {
    report.unheard = message.analysers;
    report.skipped = message.skipped;
  } else if (message.type !== "done") {
    report.unheard = report.unheard.filter((analyser) => analyser !== message.analyser);
    if (message.type === "found") report.problems.push(...message.problems);
    else report.culprits.push(message.analyser);
  }
}

/** The process has ended: the first not heard of was at work. */
export function blame(report: Report): void {
  report.culprits.push(...report.unheard.splice(0, 1));
}
