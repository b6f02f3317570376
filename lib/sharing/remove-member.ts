import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import type { Logger } from "@/lib/logger";
import { memberRefused } from "./member-refused";
import type { MemberRepository } from "./ports";
import type { Turns } from "./turns";

/**
 * Takes somebody's access away, or one's own (leaving). Their open connections end at once. Throws `conflict` for the
 * owner, who must hand the file over first.
 */
export async function removeMember(
  deps: {
    members: Pick<MemberRepository, "remove">;
    engine: Pick<LiveEngine, "memberRemoved">;
    turns: Turns;
    logger: Logger;
  },
  fileId: number,
  userId: number,
  by: { userId: number; username: string },
): Promise<void> {
  const leaves = userId === by.userId;
  await deps.turns([userId], async () => {
    const result = await deps.members.remove({ fileId, userId, by: by.userId });
    if (result.status !== "changed") throw memberRefused(result);
    deps.engine.memberRemoved(fileId, userId, leaves ? null : by.username);
    if (leaves) audit(deps.logger, "member left", { userId, fileId });
    else audit(deps.logger, "member removed", { userId: by.userId, fileId, memberId: userId });
  });
}
