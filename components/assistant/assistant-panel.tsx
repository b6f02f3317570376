"use client";

import { type KeyboardEvent, useId, useRef } from "react";
import { classNames } from "@/components/ui/class-names";
import { stepIndex } from "@/components/ui/focusable";
import { AssistantMenu } from "./assistant-menu";
import { ChatTab } from "./chat-tab";
import type { Faces } from "./faces";
import { PanelEdge } from "./panel-edge";
import { ProblemsTab } from "./problems-tab";
import { ReviewButton } from "./review-button";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";
import { PANEL_TABS, type Panel, type PanelTab } from "./use-panel";

interface AssistantPanelProps {
  fileId: number;
  panel: Panel;
  assistant: Assistant;
  faces: Faces;
  /** Absent: one may not switch the assistant off or on. */
  maySwitch: boolean;
}

/** Beside the code: what is found in it, and the chat with the assistant that everybody in the file has. */
export function AssistantPanel({ panel, assistant, faces, maySwitch, fileId }: AssistantPanelProps) {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  if (panel.shown === "closed") return null;
  const { tab, width } = panel;
  return (
    <section
      ref={element}
      aria-label="Assistant"
      data-region="panel"
      className={classNames("panel", panel.shown === "unsure" && "is-unsure")}
      style={width === null ? undefined : { flexBasis: width } /* counts only beside the code */}
    >
      <PanelEdge panel={panel} element={element} />
      <div className="panel-head">
        <PanelTabs id={id} panel={panel} assistant={assistant} />
        <span className="grow" />
        <ReviewButton size="sm" assistant={assistant} />
        {maySwitch && <AssistantMenu fileId={fileId} available={assistant.chat.available} />}
      </div>
      <div id={`${id}-body`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className="panel-body">
        {tab === "problems" ? (
          <ProblemsTab assistant={assistant} />
        ) : (
          <ChatTab assistant={assistant} faces={faces} fileId={fileId} maySwitch={maySwitch} />
        )}
      </div>
    </section>
  );
}

const TAB_NAMES: Record<PanelTab, string> = { problems: "Problems", chat: "Chat" };

function PanelTabs({ id, panel, assistant }: { id: string; panel: Panel; assistant: Assistant }) {
  const count = useFindingsView(assistant.code).placed.length;
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = PANEL_TABS.indexOf(panel.tab);
    const targets: Record<string, number> = {
      ArrowRight: stepIndex(at, PANEL_TABS.length, 1),
      ArrowLeft: stepIndex(at, PANEL_TABS.length, -1),
      Home: 0,
      End: PANEL_TABS.length - 1,
    };
    const next = PANEL_TABS[targets[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    panel.setTab(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab=${next}]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label="Assistant" onKeyDown={move}>
      {PANEL_TABS.map((tab) => (
        <button
          key={tab}
          id={`${id}-${tab}`}
          type="button"
          role="tab"
          data-tab={tab}
          aria-selected={panel.tab === tab}
          aria-controls={`${id}-body`}
          tabIndex={panel.tab === tab ? 0 : -1}
          className="tab"
          onClick={() => panel.setTab(tab)}
        >
          {TAB_NAMES[tab]}
          {tab === "problems" && count > 0 && <span className="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
