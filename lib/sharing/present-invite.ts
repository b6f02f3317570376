import type { InviteItemView, InvitePreviewView } from "@/lib/contracts/sharing";
import type { Invite, InvitePreview } from "./ports";

/** An invite as the owner sees it, without its token. */
export function presentInvite(invite: Invite): InviteItemView {
  return {
    id: invite.id,
    file_id: invite.fileId,
    role: invite.role,
    email: invite.email,
    expires_at: invite.expiresAt.toISOString(),
    max_uses: invite.maxUses,
    uses: invite.uses,
    created_at: invite.createdAt.toISOString(),
  };
}

/** An invite as whoever may accept it sees it. */
export function presentPreview(invite: InvitePreview): InvitePreviewView {
  return {
    file_name: invite.fileName,
    role: invite.role,
    invited_by: invite.invitedBy,
    expires_at: invite.expiresAt.toISOString(),
  };
}
