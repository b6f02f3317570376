import type { InvitePreviewView } from "@/lib/contracts/sharing";
import { AppError } from "@/lib/errors";
import { hashInviteToken } from "./invite-token";
import type { InviteRepository } from "./ports";

export const inviteUnknown = (): AppError => new AppError("not_found", "No such invite.");
export const inviteGone = (): AppError =>
  new AppError("gone", "This invite link no longer works. Ask the file's owner for a new one.");

/** What a link leads to. Throws `not_found` for an unknown token, `gone` for an expired, revoked or used-up one. */
export async function previewInvite(
  deps: { invites: InviteRepository },
  token: string,
): Promise<InvitePreviewView> {
  const invite = await deps.invites.findByTokenHash(hashInviteToken(token));
  if (invite === null) throw inviteUnknown();
  const usedUp = invite.maxUses !== null && invite.uses >= invite.maxUses;
  if (invite.revokedAt !== null || invite.expiresAt.getTime() <= Date.now() || usedUp) throw inviteGone();
  return {
    file_name: invite.fileName,
    role: invite.role,
    invited_by: invite.invitedBy,
    expires_at: invite.expiresAt.toISOString(),
  };
}
