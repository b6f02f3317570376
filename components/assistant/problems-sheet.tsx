"use client";

import { useLayoutEffect, useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { ProblemsTab } from "./problems-tab";
import { ReviewButton } from "./review-button";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";

interface ProblemsSheetProps {
  assistant: Assistant;
  onClose: () => void;
}

/** On a phone: problems over the lower two thirds, the code above them still in sight. */
export function ProblemsSheet({ assistant, onClose }: ProblemsSheetProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const count = useFindingsView(assistant.code).placed.length;
  // Layout effect: its cleanup runs while the element is still in the page, so that closing can return the focus.
  useLayoutEffect(() => {
    const sheet = ref.current;
    sheet?.showModal();
    return () => sheet?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it too
    <dialog
      ref={ref}
      className="sheet"
      aria-label="Problems"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="sheet-body">
        <div className="grab" aria-hidden="true" />
        <div className="sheet-head">
          <h2 className="grow">Problems {count > 0 && <span className="count">{count}</span>}</h2>
          <ReviewButton assistant={assistant} />
          <IconButton icon="x" label="Close" onClick={onClose} />
        </div>
        <ProblemsTab assistant={assistant} onClose={onClose} />
      </div>
    </dialog>
  );
}
