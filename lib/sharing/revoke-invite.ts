import { audit } from "@/lib/audit";
import type { Logger } from "@/lib/logger";
import type { InviteRepository } from "./ports";
import { inviteGone, inviteUnknown } from "./preview-invite";

/** Takes an invite back: its link leads nowhere from then on. Throws `not_found` when that was done already. */
export async function revokeInvite(
  deps: { invites: InviteRepository; logger: Logger },
  invite: { id: number; fileId: number },
  by: { userId: number },
): Promise<void> {
  if (!(await deps.invites.revoke(invite.fileId, invite.id))) throw inviteUnknown();
  const { id: inviteId, fileId } = invite;
  audit(deps.logger, "invite revoked", { userId: by.userId, fileId, inviteId });
}

/** The same by the one it was made for. Throws `gone` for one that is over already. */
export async function declineInvite(
  deps: { invites: InviteRepository; logger: Logger },
  inviteId: number,
  by: { userId: number },
): Promise<void> {
  if ((await deps.invites.findReceived(inviteId, by.userId)) === null) throw inviteUnknown();
  const declined = await deps.invites.decline(inviteId, by.userId);
  if (declined === null) throw inviteGone();
  const { fileId } = declined;
  audit(deps.logger, "invite declined", { userId: by.userId, fileId, inviteId });
}
