import type { InviteListView, ReceivedInviteListView } from "@/lib/contracts/sharing";
import type { InviteRepository } from "./ports";
import { presentInvite, presentPreview } from "./present-invite";

/** A file's invites that were not taken back, newest first. */
export async function listInvites(
  deps: { invites: InviteRepository },
  fileId: number,
): Promise<InviteListView> {
  return { items: (await deps.invites.list(fileId)).map(presentInvite) };
}

/** Open invites that were made for this account; what ends first comes first. */
export async function listReceivedInvites(
  deps: { invites: InviteRepository },
  userId: number,
): Promise<ReceivedInviteListView> {
  const received = await deps.invites.listReceived(userId);
  return { items: received.map((invite) => ({ id: invite.id, ...presentPreview(invite) })) };
}
