import type { InviteRole, Role } from "@/lib/contracts/roles";

export interface Member {
  userId: number;
  username: string;
  role: Role;
  joinedAt: Date;
}

export interface MemberRepository {
  /** Null: no member, or no such file. */
  roleOf(fileId: number, userId: number): Promise<Role | null>;
  /** Owner first, then by the time they joined. */
  list(fileId: number): Promise<Member[]>;
}

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
  /**
   * In one transaction: locks the invite, judges expiry, revocation, uses and email, counts the use, adds or raises the
   * member. Somebody who already has this role or a higher one uses nothing up. 20 accepts of `max_uses: 3` at once: 3 join.
   */
  accept(tokenHash: Uint8Array, user: { id: number; email: string }): Promise<AcceptResult>;
}
