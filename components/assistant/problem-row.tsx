import { useMemo } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import type { SessionFindings } from "@/lib/editor/findings";
import { rulePage } from "@/lib/editor/findings-hover";
import type { PlacedFinding } from "@/lib/editor/findings-marks";
import { FixDiff } from "./fix-diff";
import { MessageText } from "./message-text";
import { SeverityIcon } from "./severity";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";

interface ProblemRowProps {
  row: PlacedFinding;
  assistant: Assistant;
  code: SessionFindings;
  open: boolean;
  /** Tab comes here; the other rows are reached by arrows. */
  tabStop: boolean;
  onGo: () => void;
  onApply: () => void;
  onDismiss: () => void;
}

export function ProblemRow(props: ProblemRowProps) {
  const { row, assistant, open, tabStop, onGo, onApply, onDismiss } = props;
  const { finding } = row;
  const tabIndex = tabStop ? 0 : -1;
  return (
    <li
      className={classNames("prob", open && "is-open")}
      aria-current={open || undefined}
      data-finding={finding.id}
    >
      <SeverityIcon severity={finding.severity} />
      <div className="grow">
        <button type="button" className="msg" tabIndex={tabIndex} onClick={onGo}>
          <MessageText message={finding.message} />
        </button>
        <Meta row={row} tabIndex={tabIndex} />
        {open && <OpenRow {...props} />}
      </div>
      {!open && assistant.mayFix && (
        <div className="quick">
          {finding.fix !== null && (
            <IconButton icon="check" label="Apply fix" small tabIndex={tabIndex} onClick={onApply} />
          )}
          <IconButton
            icon="x"
            label="Dismiss"
            small
            tabIndex={tabIndex}
            onClick={onDismiss}
            {...whileLive(assistant)}
          />
        </div>
      )}
    </li>
  );
}

function Meta({ row: { finding, start }, tabIndex }: { row: PlacedFinding; tabIndex: number }) {
  const page = rulePage(finding.url);
  return (
    <p className="meta">
      {finding.source === "assistant" ? (
        <span className="by">
          <Icon name="assistant" />
          Assistant
        </span>
      ) : page === null ? (
        <span className="mono">{finding.rule}</span>
      ) : (
        <a
          className="mono rule"
          href={page}
          target="_blank"
          rel="noopener noreferrer"
          tabIndex={tabIndex}
          title={`About ${finding.rule}`}
        >
          {finding.rule}
        </a>
      )}
      <span>{finding.category}</span>
      <span className="num">
        {start.lineNumber}:{start.column}
      </span>
    </p>
  );
}

/** The fix as it will be applied, and what can be done. */
function OpenRow({ row, assistant, code, onApply, onDismiss }: ProblemRowProps) {
  const { finding, start } = row;
  const { revision } = useFindingsView(code);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another preview
  const lines = useMemo(() => code.preview(finding.id), [code, finding, revision]);
  return (
    <>
      {finding.fix !== null &&
        (lines === null ? (
          <p className="stale">The fix no longer fits: line {start.lineNumber} has changed.</p>
        ) : (
          <FixDiff lines={lines} />
        ))}
      <div className="acts">
        {assistant.mayFix && lines !== null && (
          <Button size="sm" icon="check" onClick={onApply}>
            Apply fix
          </Button>
        )}
        <Button
          size="sm"
          variant="quiet"
          onClick={() => assistant.explain(finding)}
          {...(assistant.offReason === null ? {} : { disabledReason: assistant.offReason })}
        >
          Explain
        </Button>
        {assistant.mayFix && (
          <Button size="sm" variant="quiet" onClick={onDismiss} {...whileLive(assistant)}>
            Dismiss
          </Button>
        )}
      </div>
    </>
  );
}

const whileLive = ({ live }: Assistant): { disabledReason?: string } =>
  live ? {} : { disabledReason: "You are offline. Dismiss it when the connection is back." };
