import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import { PANEL_MAX, PANEL_MIN, PANEL_WIDTH, type Panel } from "./use-panel";

/** px */
const KEY_STEP = 20;

const clamp = (width: number): number => Math.round(Math.min(PANEL_MAX, Math.max(PANEL_MIN, width)));

interface PanelEdgeProps {
  panel: Panel;
  /** The panel itself, which reaches to the window's right edge. */
  element: RefObject<HTMLElement | null>;
}

/** The panel's left edge: dragging it, or the arrow keys, make the panel wider; a double click puts it back. */
export function PanelEdge({ panel, element }: PanelEdgeProps) {
  const widthNow = () => element.current?.getBoundingClientRect().width ?? PANEL_MIN;
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const right = element.current?.getBoundingClientRect().right ?? window.innerWidth;
    panel.setWidth(clamp(right - event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const widths: Record<string, number | null> = {
      ArrowLeft: clamp(widthNow() + KEY_STEP),
      ArrowRight: clamp(widthNow() - KEY_STEP),
      Enter: null,
    };
    const width = widths[event.key];
    if (width === undefined) return;
    event.preventDefault();
    panel.setWidth(width);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuemin={PANEL_MIN}
      aria-valuemax={PANEL_MAX}
      aria-valuenow={panel.width ?? PANEL_WIDTH}
      tabIndex={0}
      className="panel-edge"
      title="Drag to resize, double click to reset"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => panel.setWidth(null)}
      onKeyDown={onKeyDown}
    />
  );
}
