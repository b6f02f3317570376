import { IconButton } from "@/components/ui/button";
import type { Panel } from "./use-panel";

/** Opens and closes the panel beside the code. */
export function PanelButton({ panel }: { panel: Panel }) {
  const isOpen = panel.shown !== "closed";
  return (
    <IconButton
      icon="panel"
      label="Assistant panel"
      className="panel-button"
      aria-pressed={isOpen}
      onClick={() => panel.setOpen(!isOpen)}
    />
  );
}
