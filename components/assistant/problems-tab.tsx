"use client";

import { useState } from "react";
import { useClock } from "@/components/hooks/use-clock";
import { relativeTime } from "@/components/ui/relative-time";
import { SEVERITIES, type Severity } from "@/lib/contracts/findings";
import { isCheckedLanguage } from "@/lib/contracts/languages";
import type { PlacedFinding } from "@/lib/editor/findings-marks";
import { bySeverity } from "@/lib/editor/findings-order";
import { AppliedFixes } from "./applied-fixes";
import { Blank } from "./blank";
import { NoProblems, Unchecked } from "./no-problems";
import { ProblemList } from "./problem-list";
import { SeverityIcon, severityWords } from "./severity";
import { UnfinishedCheck } from "./unfinished-check";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";

interface ProblemsTabProps {
  assistant: Assistant;
  /** Where it lies over the code. */
  onClose?: () => void;
}

/** What is found in the file, the gravest first. */
export function ProblemsTab({ assistant, onClose }: ProblemsTabProps) {
  const { placed } = useFindingsView(assistant.code);
  const [hidden, setHidden] = useState<ReadonlySet<Severity>>(new Set());
  const { checkedAt, items, unfinished } = assistant.findings;
  if (assistant.code === null && assistant.ended) return <NoLongerChecked />;
  if (!isCheckedLanguage(assistant.language) && items.length === 0)
    return <Unchecked assistant={assistant} />;
  const isWaiting = assistant.code === null || checkedAt === null;
  if (isWaiting && items.length === 0) return assistant.live ? <Checking /> : <NotChecked />;
  if (assistant.code === null) return <Checking />;
  if (placed.length === 0) {
    return (
      <>
        <AppliedFixes assistant={assistant} />
        {unfinished ? (
          <UnfinishedCheck assistant={assistant} />
        ) : (
          <NoProblems assistant={assistant} checkedAt={checkedAt} />
        )}
      </>
    );
  }
  const toggle = (severity: Severity) => {
    const next = new Set(hidden);
    if (!next.delete(severity)) next.add(severity);
    setHidden(next);
  };
  const shown = bySeverity(placed).filter(({ finding }) => !hidden.has(finding.severity));
  return (
    <>
      <Filters placed={placed} hidden={hidden} onToggle={toggle} checkedAt={unfinished ? null : checkedAt} />
      <ProblemList
        rows={shown}
        assistant={assistant}
        code={assistant.code}
        {...(onClose === undefined ? {} : { onClose })}
      />
      <AppliedFixes assistant={assistant} />
      {unfinished && <UnfinishedCheck assistant={assistant} />}
      <KeysFoot mayFix={assistant.mayFix} />
    </>
  );
}

interface FiltersProps {
  placed: readonly PlacedFinding[];
  hidden: ReadonlySet<Severity>;
  onToggle: (severity: Severity) => void;
  checkedAt: number | null;
}

function Filters({ placed, hidden, onToggle, checkedAt }: FiltersProps) {
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: placed.filter(({ finding }) => finding.severity === severity).length,
  }));
  return (
    <div className="filters">
      {counts
        .filter(({ count }) => count > 0)
        .map(({ severity, count }) => (
          <button
            key={severity}
            type="button"
            className="filter"
            aria-pressed={!hidden.has(severity)}
            aria-label={`${severityWords(severity)}: ${count}`}
            title={severityWords(severity)}
            onClick={() => onToggle(severity)}
          >
            <SeverityIcon severity={severity} silent />
            {count}
          </button>
        ))}
      <span className="grow" />
      {checkedAt !== null && <Checked at={checkedAt} />}
    </div>
  );
}

function Checked({ at }: { at: number }) {
  const { now, timeZone } = useClock(at);
  return <span className="faint">Checked {relativeTime(at, now, timeZone)}</span>;
}

function KeysFoot({ mayFix }: { mayFix: boolean }) {
  return (
    <p className="probs-foot faint">
      <span className="keys">
        <kbd className="kbd">F8</kbd>
      </span>{" "}
      next problem
      {mayFix && (
        <>
          {" "}
          <span className="keys">
            <kbd className="kbd">Ctrl</kbd>
            <kbd className="kbd">.</kbd>
          </span>{" "}
          apply the fix at the caret
        </>
      )}
    </p>
  );
}

/** Rows in the shape of what comes. */
function Checking() {
  return (
    <div className="skeletons" aria-hidden="true">
      {[78, 62].map((width) => (
        <div key={width} className="skrow">
          <span className="sk" />
          <div>
            <span className="sk" style={{ width: `${width}%` }} />
            <span className="sk" />
          </div>
        </div>
      ))}
    </div>
  );
}

const NotChecked = () => (
  <Blank title="Not checked yet">The file is checked as soon as the connection is back.</Blank>
);

const NoLongerChecked = () => <Blank title="No longer checked">The file is not open here any more.</Blank>;
