import type { InvitePreviewView } from "@/lib/contracts/sharing";
import { AppError } from "@/lib/errors";
import { hashInviteToken } from "./invite-token";
import type { InvitePreview, InviteRepository } from "./ports";
import { presentPreview } from "./present-invite";

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
  if (isOver(invite)) throw inviteGone();
  return presentPreview(invite);
}

/** Expired, taken back or used as often as it allowed. */
export function isOver({ revokedAt, expiresAt, maxUses, uses }: InvitePreview): boolean {
  return revokedAt !== null || expiresAt.getTime() <= Date.now() || (maxUses !== null && uses >= maxUses);
}
