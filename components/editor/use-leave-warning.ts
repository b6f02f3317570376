import { useEffect } from "react";
import type { SyncSnapshot } from "@/lib/collab/client-sync-types";

/** The browser asks before the page is left only when text would be lost: not stored, and not kept here either. */
export function useLeaveWarning({ waiting, copy }: SyncSnapshot): void {
  const wouldLose = waiting > 0 && copy !== null && !copy.persisted;
  useEffect(() => {
    if (!wouldLose) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [wouldLose]);
}
