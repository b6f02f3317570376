import type { InviteRole, Role } from "@/lib/contracts/roles";

export interface Member {
  userId: number;
  username: string;
  role: Role;
  joinedAt: Date;
}

/** How a membership that is over ended. `by`: the name of who removed the member; null: nobody knows any more. */
export type MembershipEnding = { how: "left" } | { how: "removed"; by: string | null };

export interface MemberRepository {
  /** Null: no member, or no such file. */
  roleOf(fileId: number, userId: number): Promise<Role | null>;
  find(fileId: number, userId: number): Promise<Member | null>;
  /** Null: is a member, never was one, or the file is gone. */
  endingOf(fileId: number, userId: number): Promise<MembershipEnding | null>;
  /** Owner first, then by the time they joined. */
  list(fileId: number): Promise<Member[]>;
  /**
   * Gives a member another role; `owner` hands the file over, and `by` becomes a collaborator. A file has exactly one
   * owner at any time. What `by` may do is judged once more in the same transaction: throws `not_found`, `forbidden`.
   */
  changeRole(input: { fileId: number; userId: number; by: number; role: Role }): Promise<MemberChange>;
  /** The same for one who is removed, or leaves (`by` is oneself). Invites made for who is removed are taken back. */
  remove(input: { fileId: number; userId: number; by: number }): Promise<MemberChange>;
}

export type MemberChange =
  /** The member as it is now or, when removed, was at last. */
  | { status: "changed"; member: Member; before: Role }
  | { status: "no-member" }
  /** The file would be without an owner. */
  | { status: "only-owner" };

export interface Invite {
  id: number;
  fileId: number;
  role: InviteRole;
  email: string | null;
  expiresAt: Date;
  maxUses: number | null;
  uses: number;
  revokedAt: Date | null;
  createdAt: Date;
}

export interface InvitePreview extends Invite {
  fileName: string;
  invitedBy: string;
}

export type AcceptResult =
  | {
      status: "joined";
      fileId: number;
      role: Role /** What it was before; null: newly joined. */;
      before: Role | null;
    }
  | { status: "unknown" }
  | { status: "gone" }
  | { status: "other-email" };

export interface InviteRepository {
  /** What `createdBy` may do is judged once more in the same transaction: throws `not_found`, `forbidden`. */
  create(input: {
    fileId: number;
    createdBy: number;
    tokenHash: Uint8Array;
    role: InviteRole;
    email: string | null;
    expiresAt: Date;
    maxUses: number | null;
  }): Promise<Invite>;
  findByTokenHash(tokenHash: Uint8Array): Promise<InvitePreview | null>;
  /** Null: the file has no such invite, or it was taken back. */
  find(fileId: number, inviteId: number): Promise<Invite | null>;
  /** Newest first, `INVITES_LISTED_MAX` at most, without those taken back. */
  list(fileId: number): Promise<Invite[]>;
  /** False: it was taken back already. Who has not joined by then does not join. */
  revoke(fileId: number, inviteId: number): Promise<boolean>;
  /** Those made for this account that are open and would give it more than it has; what ends first comes first. */
  listReceived(userId: number): Promise<InvitePreview[]>;
  /** One made for this account, open or over. */
  findReceived(inviteId: number, userId: number): Promise<InvitePreview | null>;
  /** Takes back one made for this account; null when it is over already. */
  decline(inviteId: number, userId: number): Promise<{ fileId: number } | null>;
  /**
   * In one transaction: locks the invite, judges expiry, revocation, uses and email, counts the use, adds or raises the
   * member. Somebody who already has this role or a higher one uses nothing up. 20 accepts of `max_uses: 3` at once: 3 join.
   */
  accept(
    /** By the link, or by the id of one made for this account. */
    invite: { tokenHash: Uint8Array } | { receivedId: number },
    user: { id: number; email: string },
  ): Promise<AcceptResult>;
}
