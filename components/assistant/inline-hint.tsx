"use client";

import { createPortal } from "react-dom";
import type { FindingsTell, SessionFindings } from "@/lib/editor/findings";
import { MessageText } from "./message-text";
import { SeverityIcon } from "./severity";
import { useFindingsView } from "./use-findings-view";

interface InlineHintProps {
  findings: SessionFindings;
  onFix: FindingsTell["fix"];
}

/** Right of the caret's line: what is found there, and its fix. With keys one applies it by Ctrl+. */
export function InlineHint({ findings, onFix }: InlineHintProps) {
  const [first] = useFindingsView(findings).atCaret;
  if (first === undefined) return null;
  const { finding } = first;
  return createPortal(
    <span className={`lens lens-${finding.severity}`}>
      <SeverityIcon severity={finding.severity} silent />
      <span className="lens-words">
        <MessageText message={finding.message} />
      </span>
      {finding.fix !== null && (
        <button
          type="button"
          className="lineref"
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()} // the caret stays in the code
          onClick={() => onFix([finding])}
        >
          Apply fix
        </button>
      )}
    </span>,
    findings.hint.host,
  );
}
