import { useState } from "react";
import { useToast } from "@/components/ui/toasts";
import type { LiveFinding } from "@/lib/contracts/findings";
import type { SessionFindings } from "@/lib/editor/findings";
import type { LiveFindings } from "./use-findings";

export interface Fixing {
  apply(finding: LiveFinding): void;
  /** Several to choose from: the menu at the caret. */
  fix(findings: readonly LiveFinding[]): void;
  choices: readonly LiveFinding[];
  closeChoices(): void;
  dismiss(finding: LiveFinding): void;
}

/** What a person does to findings, and how they can take it back. */
export function useFixing(findings: LiveFindings, code: SessionFindings | null, mayFix: boolean): Fixing {
  const [choices, setChoices] = useState<readonly LiveFinding[]>([]);
  const toast = useToast();
  const tell = (problem: string | null) => {
    if (problem !== null) toast({ text: problem, icon: "error", tone: "error" });
  };
  const apply = (finding: LiveFinding) => {
    const outcome = code?.apply(finding.id);
    if (outcome?.kind === "stale") tell(`The fix no longer fits: line ${outcome.line} has changed.`);
    if (outcome?.kind !== "applied") return;
    void findings.change({ id: finding.id, status: "applied" });
    const onSelect = () => {
      outcome.undo();
      void findings.change({ id: finding.id, status: "open" });
    };
    const text = `Fix applied on line ${outcome.line}`;
    toast({ text, icon: "check", tone: "ok", action: { label: "Undo", onSelect } });
  };
  return {
    apply,
    fix(wanted) {
      const [only] = wanted;
      if (only === undefined) toast({ text: "There is no fix at the caret." });
      else if (!mayFix) return;
      else if (wanted.length === 1) apply(only);
      else setChoices(wanted);
    },
    choices,
    closeChoices: () => setChoices([]),
    dismiss(finding) {
      const onSelect = () => void findings.change({ id: finding.id, status: "open" }).then(tell);
      toast({ text: "Problem dismissed for everyone", icon: "x", action: { label: "Undo", onSelect } });
      void findings.change({ id: finding.id, status: "dismissed" }).then(tell);
    },
  };
}
