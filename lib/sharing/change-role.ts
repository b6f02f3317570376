import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import type { Role } from "@/lib/contracts/roles";
import type { CollaboratorView } from "@/lib/contracts/sharing";
import type { Logger } from "@/lib/logger";
import { memberRefused } from "./member-refused";
import type { MemberRepository } from "./ports";
import { presentMember } from "./present-member";
import type { Turns } from "./turns";

/**
 * Gives somebody another role, or hands the file over (`owner`): the caller is a collaborator from then on. Open
 * connections of both learn it at once. Throws `conflict` when the file would be without an owner.
 */
export async function changeRole(
  deps: {
    members: Pick<MemberRepository, "changeRole">;
    engine: Pick<LiveEngine, "roleChanged">;
    turns: Turns;
    logger: Logger;
  },
  change: { fileId: number; userId: number; by: { userId: number; username: string }; role: Role },
): Promise<CollaboratorView> {
  const { fileId, userId, by, role } = change;
  return deps.turns([userId, by.userId], async () => {
    const result = await deps.members.changeRole({ ...change, by: by.userId });
    if (result.status !== "changed") throw memberRefused(result);
    if (result.before !== role) {
      const tell = (id: number, given: Role) =>
        deps.engine.roleChanged(fileId, id, { role: given, by: by.username });
      tell(userId, role);
      if (role === "owner") tell(by.userId, "collaborator");
      const done = { userId: by.userId, fileId, memberId: userId };
      if (role === "owner") audit(deps.logger, "owner changed", done);
      else audit(deps.logger, "role changed", { ...done, role });
    }
    return presentMember(result.member);
  });
}
