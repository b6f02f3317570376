import { useEffect, useState } from "react";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";

/** The last moment at which everything typed was stored, as `14:02`; null until there was one. */
export function useSavedUntil({ state, waiting }: SyncSnapshot): string | null {
  const [until, setUntil] = useState<string | null>(null);
  const phase = waiting > 0 ? "waiting" : state.kind;
  useEffect(() => {
    if (phase !== "live" && phase !== "closed") return;
    const mark = () => setUntil(timeOfDay(new Date()));
    mark();
    return phase === "live" ? mark : undefined; // until this moment nothing waited
  }, [phase]);
  return until;
}

function timeOfDay(time: Date): string {
  return time.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
