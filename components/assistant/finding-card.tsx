import { useMemo } from "react";
import { copyText } from "@/components/hooks/copy-text";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toasts";
import type { LiveFinding } from "@/lib/contracts/findings";
import { FixDiff } from "./fix-diff";
import { MessageText } from "./message-text";
import { SeverityIcon } from "./severity";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";

interface FindingCardProps {
  finding: LiveFinding;
  assistant: Assistant;
}

/** Something the assistant found, in its answer: what, and the fix as it will be applied. */
export function FindingCard({ finding, assistant }: FindingCardProps) {
  const { code, mayFix } = assistant;
  const { revision, placed } = useFindingsView(code);
  const toast = useToast();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another preview
  const lines = useMemo(() => code?.preview(finding.id) ?? null, [code, finding, revision, placed]);
  const line = placed.find((each) => each.finding.id === finding.id)?.start.lineNumber ?? finding.start.line;
  const copy = async () => {
    const text = finding.fix?.edits.map((edit) => edit.text).join("\n") ?? "";
    const done = await copyText(text);
    toast({ text: done ? "Copied" : "The browser does not allow copying here.", icon: "copy" });
  };
  return (
    <div className="fix">
      <p className="fix-head">
        <SeverityIcon severity={finding.severity} />
        <span className="grow">
          <MessageText message={finding.message} />{" "}
          <button type="button" className="lineref" onClick={() => code?.goTo(finding.id)}>
            line {line}
          </button>
        </span>
      </p>
      {code !== null && finding.fix !== null && lines === null && (
        <p className="stale">The fix no longer fits: line {line} has changed.</p>
      )}
      {lines !== null && <FixDiff lines={lines} />}
      {finding.fix !== null && (
        <div className="acts">
          {mayFix && lines !== null && (
            <Button size="sm" icon="check" onClick={() => assistant.apply(finding)}>
              Apply fix
            </Button>
          )}
          <Button size="sm" variant="quiet" onClick={() => void copy()}>
            Copy
          </Button>
        </div>
      )}
    </div>
  );
}
