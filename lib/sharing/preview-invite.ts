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
  if (inviteEnd(invite) !== null) throw inviteGone();
  return presentPreview(invite);
}

/** Why an invite lets nobody in any more. */
export type InviteEnd = "taken-back" | "expired" | "used-up";

/** Null: it is open. */
export function inviteEnd({ revokedAt, expiresAt, maxUses, uses }: InvitePreview): InviteEnd | null {
  if (revokedAt !== null) return "taken-back";
  if (expiresAt.getTime() <= Date.now()) return "expired";
  return maxUses !== null && uses >= maxUses ? "used-up" : null;
}
