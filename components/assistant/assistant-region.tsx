"use client";

import { useMedia } from "@/components/hooks/use-media";
import { NARROW_QUERY } from "@/lib/editor/options";
import { AssistantPanel } from "./assistant-panel";
import type { Faces } from "./faces";
import { FixMenu } from "./fix-menu";
import { ProblemsSheet } from "./problems-sheet";
import type { Assistant } from "./use-assistant";
import { useAssistantKeys } from "./use-assistant-keys";
import type { Panel } from "./use-panel";

interface AssistantRegionProps {
  fileId: number;
  panel: Panel;
  assistant: Assistant;
  faces: Faces;
  /** One may switch the assistant off for the file, or on. */
  maySwitch: boolean;
  onFocusCode: () => void;
}

/** The assistant beside the code, on a phone in its place; and the keys for it. */
export function AssistantRegion({ onFocusCode, ...props }: AssistantRegionProps) {
  const { panel, assistant } = props;
  const narrow = useMedia(NARROW_QUERY);
  useAssistantKeys({
    toggle() {
      const isOpen = panel.shown === "open";
      panel.setOpen(!isOpen);
      if (isOpen) onFocusCode();
    },
    ask() {
      assistant.composerWanted.current = true;
      panel.setTab("chat");
    },
    review: () => assistant.ask("review"),
    step: (by) => assistant.code?.step(by),
  });
  const isSheet = narrow && panel.shown === "open" && panel.tab === "problems";
  return (
    <>
      {isSheet ? (
        <ProblemsSheet assistant={assistant} onClose={() => panel.setOpen(false)} />
      ) : (
        <AssistantPanel {...props} />
      )}
      <FixMenu assistant={assistant} onFocusCode={onFocusCode} />
      <p className="vh" role="status">
        {assistant.said}
      </p>
    </>
  );
}
