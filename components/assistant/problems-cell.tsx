import { SEVERITIES, type Severity } from "@/lib/contracts/findings";
import { SeverityIcon } from "./severity";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";
import type { Panel } from "./use-panel";

interface ProblemsCellProps {
  assistant: Assistant;
  panel: Panel;
}

/** How many problems there are, in the line under the code. */
export function ProblemsCell({ assistant, panel }: ProblemsCellProps) {
  const { placed } = useFindingsView(assistant.code);
  if (assistant.findings.checkedAt === null) return null;
  const count = (...of: Severity[]) => placed.filter(({ finding }) => of.includes(finding.severity)).length;
  const [, , ...rest] = SEVERITIES;
  const [errors, warnings, others] = [count("error"), count("warning"), count(...rest)];
  const words = [many(errors, "error"), many(warnings, "warning"), many(others, "other")].join(", ");
  return (
    <button type="button" className="problems-cell" title="Problems" onClick={() => panel.setTab("problems")}>
      <span aria-hidden="true">
        <SeverityIcon severity="error" silent />
        {errors} <SeverityIcon severity="warning" silent />
        {warnings} <SeverityIcon severity="info" silent />
        {others}
      </span>
      <span className="vh">Problems: {words}</span>
    </button>
  );
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
