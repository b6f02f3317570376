import { audit } from "@/lib/audit";
import type { CreateInviteBody, InviteView } from "@/lib/contracts/sharing";
import type { Logger } from "@/lib/logger";
import { hashInviteToken, newInviteToken } from "./invite-token";
import type { InviteRepository } from "./ports";
import { presentInvite } from "./present-invite";

/** Makes a link to a file; the token is in this answer and nowhere else. `origin`: what the link begins with. */
export async function createInvite(
  deps: { invites: InviteRepository; logger: Logger },
  input: { fileId: number; createdBy: number; origin: string; body: CreateInviteBody },
): Promise<InviteView> {
  const { fileId, createdBy, body } = input;
  const token = newInviteToken();
  const invite = await deps.invites.create({
    fileId,
    createdBy,
    tokenHash: hashInviteToken(token),
    role: body.role,
    email: body.email?.toLowerCase() ?? null,
    expiresAt: new Date(Date.now() + body.expires_in * 1_000),
    maxUses: body.max_uses ?? null,
  });
  audit(deps.logger, "invite made", { userId: createdBy, fileId, inviteId: invite.id, role: body.role });
  return { ...presentInvite(invite), token, url: `${input.origin}/invite/${token}` };
}
