import type { CollaboratorListView } from "@/lib/contracts/sharing";
import type { MemberRepository } from "./ports";

/** Everyone with access to a file, the owner first. */
export async function listCollaborators(
  deps: { members: MemberRepository },
  fileId: number,
): Promise<CollaboratorListView> {
  const members = await deps.members.list(fileId);
  return {
    items: members.map(({ userId, username, role, joinedAt }) => ({
      user: { id: userId, username },
      role,
      joined_at: joinedAt.toISOString(),
    })),
  };
}
