import { useState } from "react";
import type { Role } from "@/lib/contracts/roles";

export interface RoleChange {
  from: Role;
  to: Role;
}

/** The last change of one's role while the page was open, until it is dismissed; null: none. */
export function useRoleChange(role: Role): [change: RoleChange | null, dismiss: () => void] {
  const [known, setKnown] = useState(role);
  const [change, setChange] = useState<RoleChange | null>(null);
  if (role !== known) {
    setKnown(role);
    setChange({ from: known, to: role });
  }
  return [change, () => setChange(null)];
}
