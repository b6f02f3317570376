import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import type { AcceptedInviteView } from "@/lib/contracts/sharing";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { hashInviteToken } from "./invite-token";
import type { InviteRepository } from "./ports";
import { inviteGone, inviteUnknown } from "./preview-invite";

/** Joins a file by a link. Raises a role, never lowers one; open connections learn the new one at once. */
export async function acceptInvite(
  deps: { invites: InviteRepository; engine: LiveEngine; logger: Logger },
  token: string,
  user: { userId: number; email: string },
): Promise<AcceptedInviteView> {
  const result = await deps.invites.accept(hashInviteToken(token), { id: user.userId, email: user.email });
  switch (result.status) {
    case "unknown":
      throw inviteUnknown();
    case "gone":
      throw inviteGone();
    case "other-email":
      throw new AppError("forbidden", "This invite is for another email address.");
    case "joined": {
      const { fileId, role, before } = result;
      if (before !== null && before !== role) deps.engine.roleChanged(fileId, user.userId, role);
      if (before !== role) audit(deps.logger, "invite accepted", { userId: user.userId, fileId, role });
      return { file_id: fileId, role };
    }
  }
}
