import type { CollaboratorView } from "@/lib/contracts/sharing";
import type { Member } from "./ports";

/** Somebody with access to a file, field by field as it leaves the server. */
export const presentMember = ({ userId, username, role, joinedAt }: Member): CollaboratorView => ({
  user: { id: userId, username },
  role,
  joined_at: joinedAt.toISOString(),
});
