import type { Role } from "@/lib/contracts/roles";

/** Every action on a file, and the roles that may take it. Access is decided here and nowhere else (I6). */
const POLICY = {
  "file:read": ["owner", "collaborator", "viewer"],
  "file:edit": ["owner", "collaborator"],
  "file:rename": ["owner", "collaborator"],
  "file:delete": ["owner"],
  "history:read": ["owner", "collaborator", "viewer"],
  "history:name": ["owner", "collaborator"],
  /** An edit like any other. */
  "history:restore": ["owner", "collaborator"],
  "findings:read": ["owner", "collaborator", "viewer"],
  /** Applying a fix is an edit; a dismissal is for everybody. */
  "findings:change": ["owner", "collaborator"],
  "assist:ask": ["owner", "collaborator", "viewer"],
  "assist:switch": ["owner"],
  "run:start": ["owner", "collaborator"],
  /** Whoever sees the output may end it. */
  "run:stop": ["owner", "collaborator", "viewer"],
  "sessions:list": ["owner", "collaborator", "viewer"],
  "people:list": ["owner", "collaborator"],
  "people:change": ["owner"],
  "people:remove": ["owner"],
  /** The owner may ask, and is told that a file cannot be without one. */
  "people:leave": ["owner", "collaborator", "viewer"],
  "invite:create": ["owner"],
  "invite:list": ["owner"],
  "invite:revoke": ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof POLICY;

/** Whether a member with this role may take the action. Pure. Someone with no role is no member: answer 404 instead. */
export function can(role: Role, action: Action): boolean {
  const roles: readonly Role[] = POLICY[action];
  return roles.includes(role);
}

const RANK: Record<Role, number> = { viewer: 0, collaborator: 1, owner: 2 };

/** Whether a role allows all that another one does. */
export const includesRole = (role: Role, other: Role): boolean => RANK[role] >= RANK[other];
