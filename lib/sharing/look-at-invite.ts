import { includesRole } from "@/lib/access/policy";
import type { InvitePreviewView } from "@/lib/contracts/sharing";
import { hashInviteToken } from "./invite-token";
import type { InviteRepository, MemberRepository } from "./ports";
import { presentPreview } from "./present-invite";
import { type InviteEnd, inviteEnd } from "./preview-invite";

/** What the page behind a link shows to who opens it. */
export type InviteLook =
  | { status: "unknown" }
  | { status: "gone"; why: InviteEnd; expiresAt: string }
  | { status: "other-email" }
  /** Joining would change nothing: the link's role, or a higher one, is held already. */
  | { status: "member"; fileId: number; fileName: string }
  | { status: "open"; preview: InvitePreviewView };

/** Looks at a link as somebody, or as nobody in particular (null). A member is let in by a link that is used up, too. */
export async function lookAtInvite(
  deps: { invites: Pick<InviteRepository, "findByTokenHash">; members: Pick<MemberRepository, "roleOf"> },
  token: string,
  viewer: { userId: number; email: string } | null,
): Promise<InviteLook> {
  const invite = await deps.invites.findByTokenHash(hashInviteToken(token));
  if (invite === null) return { status: "unknown" };
  const role = viewer === null ? null : await deps.members.roleOf(invite.fileId, viewer.userId);
  if (role !== null && includesRole(role, invite.role)) {
    return { status: "member", fileId: invite.fileId, fileName: invite.fileName };
  }
  const why = inviteEnd(invite);
  if (why !== null) return { status: "gone", why, expiresAt: invite.expiresAt.toISOString() };
  const forOther = invite.email !== null && viewer !== null && invite.email !== viewer.email.toLowerCase();
  return forOther ? { status: "other-email" } : { status: "open", preview: presentPreview(invite) };
}
