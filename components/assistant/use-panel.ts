import { useState, useSyncExternalStore } from "react";
import { z } from "zod";
import { useHydrated } from "@/components/hooks/use-hydrated";
import { useMedia } from "@/components/hooks/use-media";
import { pageStorage } from "@/lib/browser/local-memory";

export const PANEL_TABS = ["problems", "chat"] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

/** px; the width is the token --size-panel. */
export const PANEL_WIDTH = 392;
export const PANEL_MIN = 300;
export const PANEL_MAX = 560;
/** From here on there is room for the panel beside the code; below it floats over it, or is a view of its own. */
const BESIDE_QUERY = "(min-width: 1024px)";

const keptSchema = z.object({
  open: z.boolean(),
  tab: z.enum(PANEL_TABS),
  /** px; null: as wide as the design has it. */
  width: z.number().min(PANEL_MIN).max(PANEL_MAX).nullable(),
});
type Kept = z.infer<typeof keptSchema>;
const FIRST: Kept = { open: true, tab: "problems", width: null };

export interface Panel {
  /** `unsure`: the server cannot know how wide the window is; drawn, and shown only where there is room. */
  shown: "open" | "closed" | "unsure";
  tab: PanelTab;
  width: number | null;
  setOpen(open: boolean): void;
  /** Opens the panel too. */
  setTab(tab: PanelTab): void;
  setWidth(width: number | null): void;
}

/** Where the panel is and how wide; the browser remembers it for each person. */
export function usePanel(accountId: number): Panel {
  const key = `tandem/${accountId}/panel`;
  const beside = useMedia(BESIDE_QUERY);
  const hydrated = useHydrated();
  const kept = useSyncExternalStore(
    neverChanges,
    () => pageStorage()?.getItem(key) ?? null,
    () => null,
  );
  const [changed, setChanged] = useState<Partial<Kept>>({});
  /** Over the code it is closed at first, and that is not remembered. */
  const [over, setOver] = useState(false);
  const now = { ...readKept(kept), ...changed };
  const change = (by: Partial<Kept>) => {
    setChanged((before) => ({ ...before, ...by }));
    keep(key, { ...now, ...by });
  };
  const setOpen = (open: boolean) => (beside ? change({ open }) : setOver(open));
  const open = beside ? now.open : over;
  return {
    shown: !hydrated ? "unsure" : open ? "open" : "closed",
    tab: now.tab,
    width: now.width,
    setOpen,
    setTab(tab) {
      change(beside ? { tab, open: true } : { tab });
      if (!beside) setOver(true);
    },
    setWidth: (width) => change({ width }),
  };
}

function readKept(kept: string | null): Kept {
  if (kept === null) return FIRST;
  try {
    return keptSchema.catch(FIRST).parse(JSON.parse(kept));
  } catch {
    return FIRST; // not ours, or cut short
  }
}

function keep(key: string, panel: Kept): void {
  try {
    pageStorage()?.setItem(key, JSON.stringify(panel));
  } catch {
    // A full storage: the next visit begins as the first.
  }
}

const neverChanges = () => () => undefined;
