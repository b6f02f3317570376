import { useRef, useState } from "react";
import { useToast } from "@/components/ui/toasts";
import type { LiveFinding } from "@/lib/contracts/findings";
import type { SessionFindings } from "@/lib/editor/findings";
import type { Applied, FixOffer } from "@/lib/editor/findings-fixes";
import { differentFixes } from "./fix-words";
import type { LiveFindings } from "./use-findings";

export interface Fixing {
  apply(finding: LiveFinding): void;
  /** Several to choose from: the menu at the caret. */
  fix(findings: readonly LiveFinding[]): void;
  choices: readonly LiveFinding[];
  closeChoices(): void;
  dismiss(finding: LiveFinding): void;
  /** Takes back a fix that this page made; undefined: it did not. */
  undoOf(id: number): (() => void) | undefined;
  checkAgain(): void;
}

/** What a person does to findings, and how they can take it back. */
export function useFixing(findings: LiveFindings, code: SessionFindings | null, mayFix: boolean): Fixing {
  const [choices, setChoices] = useState<readonly LiveFinding[]>([]);
  const toast = useToast();
  const tell = (problem: string | null) => {
    if (problem !== null) toast({ text: problem, icon: "error", tone: "error" });
  };
  const checkAgain = () => void findings.check().then(tell);
  const applying = useApplying(findings, (line) => {
    const text = `The fix no longer fits: line ${line} has changed.`;
    toast({ text, icon: "error", tone: "error", action: { label: "Check again", onSelect: checkAgain } });
  });
  const apply = ({ id }: LiveFinding) => {
    if (code !== null) void applying.apply(id, code.offer(id)).then(tell);
  };
  return {
    apply,
    fix(findings) {
      const wanted = differentFixes(findings);
      const [only] = wanted;
      if (only === undefined) toast({ text: "There is no fix at the caret." });
      else if (!mayFix) return;
      else if (wanted.length === 1) apply(only);
      else setChoices(wanted);
    },
    choices,
    closeChoices: () => setChoices([]),
    dismiss({ id }) {
      const onSelect = () => void findings.change({ id, status: "open" }).then(tell);
      toast({ text: "Problem dismissed for everyone", icon: "x", action: { label: "Undo", onSelect } });
      void findings.change({ id, status: "dismissed" }).then(tell);
    },
    undoOf: applying.undoOf,
    checkAgain,
  };
}

interface Applying {
  /** Makes the fix once the server has said that nobody else does; answers why not, or null. */
  apply(id: number, offer: FixOffer): Promise<string | null>;
  undoOf: Fixing["undoOf"];
}

function useApplying(findings: LiveFindings, onStale: (line: number) => void): Applying {
  const underWay = useRef(new Set<number>());
  const [undos, setUndos] = useState<ReadonlyMap<number, () => void>>(new Map());
  const toast = useToast();
  const made = (id: number, { line, undo }: Applied & { kind: "applied" }) => {
    const onSelect = () => {
      if (undo()) void findings.change({ id, status: "open" });
      else toast({ text: "You have edited since then. Ctrl Z takes back one step after the other." });
    };
    setUndos((before) => new Map(before).set(id, onSelect));
    const text = `Fix applied on line ${line}`;
    toast({ text, icon: "check", tone: "ok", action: { label: "Undo", onSelect } });
  };
  const claim = async (id: number): Promise<string | null> => {
    underWay.current.add(id);
    try {
      return await findings.change({ id, status: "applied" });
    } finally {
      underWay.current.delete(id);
    }
  };
  return {
    async apply(id, offer) {
      if (offer.kind === "stale") onStale(offer.line);
      if (offer.kind !== "fits" || underWay.current.has(id)) return null;
      const refused = await claim(id);
      if (refused !== null) return refused;
      const outcome = offer.apply();
      if (outcome.kind === "applied") made(id, outcome);
      else void findings.change({ id, status: "open" });
      if (outcome.kind === "stale") onStale(outcome.line);
      return null;
    },
    undoOf: (id) => undos.get(id),
  };
}
