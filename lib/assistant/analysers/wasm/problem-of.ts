import type { Places } from "@/lib/assistant/analysers/places";
import type { Problem } from "@/lib/assistant/problem";
import type { Category, Severity } from "@/lib/contracts/findings";

/** A tool's words as ours: sentence case, code between backticks, no full stop at the end. */
export function sentence(message: string): string {
  const line = message.trim().split("\n")[0] ?? "";
  const quoted = line
    .replace(/(?<![\w`])'([^'`]+)'(?!\w)/g, "`$1`")
    .replace(/(?<![\w`])"([^"`]+)"(?!\w)/g, "`$1`")
    .replace(/(?<!\.)\.$/, "");
  return quoted.charAt(0).toUpperCase() + quoted.slice(1);
}

/** What a parser could not read. Only the first: what follows is mostly a consequence. */
export function syntaxProblem(
  source: string,
  message: string,
  places: Places,
  start: number,
  end = start + 1,
): Problem {
  return problemAt(source, "syntax", "error", "error", message, places, start, end);
}

/** A problem without a fix, from `start` to `end` in UTF-16 offsets. */
export function problemAt(
  source: string,
  rule: string,
  category: Category,
  severity: Severity,
  message: string,
  places: Places,
  start: number,
  end: number,
): Problem {
  return {
    source,
    rule,
    category,
    severity,
    message: sentence(message),
    start: places.at(start),
    end: places.at(end),
    fix: null,
    url: null,
  };
}
