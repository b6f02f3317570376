import { audit } from "@/lib/audit";
import type { LiveEngine } from "@/lib/collab/types";
import type { AcceptedInviteView } from "@/lib/contracts/sharing";
import { AppError } from "@/lib/errors";
import type { Logger } from "@/lib/logger";
import { hashInviteToken } from "./invite-token";
import type { InviteRepository } from "./ports";
import { inviteGone, inviteUnknown } from "./preview-invite";
import type { Turns } from "./turns";

interface AcceptDeps {
  invites: InviteRepository;
  engine: LiveEngine;
  turns: Turns;
  logger: Logger;
}

/** Joins a file by a link. Raises a role, never lowers one; open connections learn the new one at once. */
export function acceptInvite(
  deps: AcceptDeps,
  token: string,
  user: { userId: number; email: string },
): Promise<AcceptedInviteView> {
  return accept(deps, { tokenHash: hashInviteToken(token) }, user);
}

/** The same by an invite that was made for this account, which needs no link. */
export function acceptReceivedInvite(
  deps: AcceptDeps,
  inviteId: number,
  user: { userId: number; email: string },
): Promise<AcceptedInviteView> {
  return accept(deps, { receivedId: inviteId }, user);
}

async function accept(
  deps: AcceptDeps,
  invite: Parameters<InviteRepository["accept"]>[0],
  { userId, email }: { userId: number; email: string },
): Promise<AcceptedInviteView> {
  return deps.turns([userId], async () => {
    const result = await deps.invites.accept(invite, { id: userId, email });
    switch (result.status) {
      case "unknown":
        throw inviteUnknown();
      case "gone":
        throw inviteGone();
      case "other-email":
        throw new AppError("forbidden", "This invite is for another email address.");
      case "joined": {
        const { fileId, role, before } = result;
        if (before !== null && before !== role) deps.engine.roleChanged(fileId, userId, { role, by: null });
        if (before !== role) audit(deps.logger, "invite accepted", { userId, fileId, role });
        return { file_id: fileId, role };
      }
    }
  });
}
