import type { CollaboratorListView } from "@/lib/contracts/sharing";
import type { MemberRepository } from "./ports";
import { presentMember } from "./present-member";

/** Everyone with access to a file, the owner first. */
export async function listCollaborators(
  deps: { members: MemberRepository },
  fileId: number,
): Promise<CollaboratorListView> {
  return { items: (await deps.members.list(fileId)).map(presentMember) };
}
