import { useState } from "react";
import type { Role } from "@/lib/contracts/roles";

export interface RoleChange {
  from: Role;
  to: Role;
  /** The name of who changed it; null: not known. */
  by: string | null;
}

/** The last change of one's role while the page was open, until it is dismissed; null: none. */
export function useRoleChange(
  role: Role,
  by: string | null,
): [change: RoleChange | null, dismiss: () => void] {
  const [known, setKnown] = useState(role);
  const [change, setChange] = useState<RoleChange | null>(null);
  if (role !== known) {
    setKnown(role);
    setChange({ from: known, to: role, by });
  }
  return [change, () => setChange(null)];
}
