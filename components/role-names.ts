import type { Role } from "@/lib/contracts/roles";

/** A role as it stands in lists. */
export const ROLE_NAMES: Record<Role, string> = {
  owner: "Owner",
  collaborator: "Collaborator",
  viewer: "Viewer",
};
