"use client";

import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { useMedia } from "@/components/hooks/use-media";
import { useToast } from "@/components/ui/toasts";
import type { CodeSession } from "@/lib/editor/code-session";
import { type Comparison, type ComparisonView, openComparison } from "@/lib/editor/comparison";
import { NARROW_QUERY } from "@/lib/editor/options";
import { ComparisonBar } from "./comparison-bar";
import { sayTaken } from "./say-taken";

interface ComparisonPaneProps {
  session: CodeSession;
  text: string;
  language: string;
  fileName: string;
  readOnly: boolean;
  onClose: () => void;
  /** The kept text is not needed any more. */
  onDone: () => void;
}

/** The file as it is now beside a text that was kept aside, in the code's place. Loaded with the first comparison. */
export function ComparisonPane(props: ComparisonPaneProps) {
  const { session, fileName, readOnly, onClose, onDone } = props;
  const section = useRef<HTMLElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const comparison = useComparison(host, props);
  const view = useSyncExternalStore(
    comparison?.subscribe ?? subscribeToNothing,
    comparison?.get ?? nothingYet,
    nothingYet,
  );
  const toast = useToast();
  useEffect(() => section.current?.focus(), []);

  const take = (which: "current" | "all") => {
    const taken = comparison?.take(which);
    if (taken === null || taken === undefined) return;
    const undo = taken.count === 0 ? undefined : { label: "Undo", onSelect: taken.undo };
    toast({ ...sayTaken(taken), ...(undo && { action: undo }) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return; // Monaco's own, such as closing its search
    if (event.key === "Escape") onClose();
    else if (isUndo(event)) session.undo();
    else return;
    event.preventDefault();
  };
  return (
    <section
      ref={section}
      className="compare"
      aria-label={`${fileName} and the text kept aside`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <ComparisonBar
        view={view}
        readOnly={readOnly}
        onStep={(by) => comparison?.step(by)}
        onTake={take}
        onClose={onClose}
        onDone={onDone}
      />
      <div ref={host} className="compare-host" />
    </section>
  );
}

function useComparison(
  host: React.RefObject<HTMLDivElement | null>,
  { session, text, language, fileName }: ComparisonPaneProps,
): Comparison | null {
  const [comparison, setComparison] = useState<Comparison | null>(null);
  const narrow = useMedia(NARROW_QUERY);
  const reducedMotion = useMedia("(prefers-reduced-motion: reduce)");
  const open = useEffectEvent((element: HTMLElement, kept: string) =>
    openComparison(element, session, { text: kept, language }, { fileName, narrow, reducedMotion }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session, another width: it is opened anew.
  useEffect(() => {
    if (host.current === null) return;
    const opened = open(host.current, text);
    setComparison(opened);
    return () => {
      setComparison(null);
      opened.dispose();
    };
  }, [host, session, text, narrow]);
  return comparison;
}

const isUndo = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";

const NOT_YET: ComparisonView = { changes: null, at: 0 };
const nothingYet = (): ComparisonView => NOT_YET;
const subscribeToNothing = () => () => undefined;
