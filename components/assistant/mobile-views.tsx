"use client";

import { Icon, type IconName } from "@/components/ui/icon";
import type { Assistant } from "./use-assistant";
import { useFindingsView } from "./use-findings-view";
import type { Panel } from "./use-panel";

interface MobileViewsProps {
  panel: Panel;
  assistant: Assistant;
}

/** On a phone one thing is on show at a time; this chooses which. */
export function MobileViews({ panel, assistant }: MobileViewsProps) {
  const count = useFindingsView(assistant.code).placed.length;
  const now = panel.shown === "open" ? panel.tab : "code";
  const view = (name: typeof now, icon: IconName, word: string, onClick: () => void) => (
    <button type="button" aria-current={now === name || undefined} onClick={onClick}>
      <Icon name={icon} />
      {word}
      {name === "problems" && count > 0 && <span className="count">{count}</span>}
    </button>
  );
  return (
    <nav className="mnav" aria-label="Views">
      {view("code", "code", "Code", () => panel.setOpen(false))}
      {view("problems", "problems", "Problems", () => panel.setTab("problems"))}
      {view("chat", "chat", "Chat", () => panel.setTab("chat"))}
    </nav>
  );
}
