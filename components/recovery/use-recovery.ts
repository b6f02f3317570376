import { useState } from "react";
import type { ClientSync } from "@/lib/collab/client-sync";
import type { Recovery, SyncSnapshot } from "@/lib/collab/client-sync-types";

export interface OfferedRecovery {
  /** The text that is offered now; null: there is none. */
  offered: Recovery | null;
  /** Texts that are offered after it. */
  more: number;
  comparing: boolean;
  /** Absent: there is no file to compare with. */
  toggleComparison: (() => void) | undefined;
  close: () => void;
  /** It was taken, or is not wanted: it goes for good. */
  drop: () => void;
}

/** Texts that were kept aside, one after the other, and whether the one offered is compared with the file. */
export function useRecovery(
  { recovery, copy, state }: SyncSnapshot,
  sync: ClientSync | null,
): OfferedRecovery {
  const [compared, setCompared] = useState<string | null>(null);
  const offered = recovery[0] ?? null;
  const comparable = offered !== null && copy !== null && state.kind !== "closed";
  const comparing = comparable && compared === offered.id;
  const close = () => setCompared(null);
  return {
    offered,
    more: Math.max(0, recovery.length - 1),
    comparing,
    toggleComparison: comparable ? () => setCompared(comparing ? null : offered.id) : undefined,
    close,
    drop: () => {
      close();
      if (offered !== null) sync?.dropRecovery(offered.id);
    },
  };
}
