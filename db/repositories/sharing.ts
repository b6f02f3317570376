import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { includesRole } from "@/lib/access/policy";
import { fileNotFound } from "@/lib/errors";
import type { AcceptResult, InviteRepository, MemberRepository } from "@/lib/sharing/ports";
import type { Database, Drizzle } from "../database";
import { violatesForeignKey } from "../errors";
import { codeFiles, fileMembers, invites, users } from "../schema";

export function createMemberRepository(database: Database): MemberRepository {
  return {
    async roleOf(fileId, userId) {
      const [member] = await database.db
        .select({ role: fileMembers.role })
        .from(fileMembers)
        .where(and(eq(fileMembers.fileId, fileId), eq(fileMembers.userId, userId)));
      return member?.role ?? null;
    },
    async list(fileId) {
      return database.db
        .select({
          userId: fileMembers.userId,
          username: users.username,
          role: fileMembers.role,
          joinedAt: fileMembers.joinedAt,
        })
        .from(fileMembers)
        .innerJoin(users, eq(users.id, fileMembers.userId))
        .where(eq(fileMembers.fileId, fileId))
        .orderBy(sql`${fileMembers.role} <> 'owner'`, asc(fileMembers.joinedAt), asc(fileMembers.userId));
    },
  };
}

const shown = {
  id: invites.id,
  fileId: invites.fileId,
  role: invites.role,
  email: invites.email,
  expiresAt: invites.expiresAt,
  maxUses: invites.maxUses,
  uses: invites.uses,
  revokedAt: invites.revokedAt,
  createdAt: invites.createdAt,
};

export function createInviteRepository(database: Database): InviteRepository {
  return {
    async create(input) {
      const userId =
        input.email === null ? null : sql`(select id from users where lower(email) = lower(${input.email}))`;
      try {
        const [invite] = await database.db
          .insert(invites)
          .values({ ...input, userId })
          .returning(shown);
        if (invite === undefined) throw new Error("an insert returned no row");
        return invite;
      } catch (error) {
        if (violatesForeignKey(error)) throw fileNotFound(); // deleted since the caller looked
        throw error;
      }
    },
    async findByTokenHash(tokenHash) {
      const [invite] = await database.db
        .select({ ...shown, fileName: codeFiles.name, invitedBy: users.username })
        .from(invites)
        .innerJoin(codeFiles, eq(codeFiles.id, invites.fileId))
        .innerJoin(users, eq(users.id, invites.createdBy))
        .where(eq(invites.tokenHash, tokenHash));
      return invite ?? null;
    },
    accept: (tokenHash, user) => database.db.transaction((tx) => accept(tx, tokenHash, user)),
  };
}

async function accept(
  tx: Drizzle,
  tokenHash: Uint8Array,
  user: { id: number; email: string },
): Promise<AcceptResult> {
  // The file first, as a deletion does, so that neither waits for the other; and one person who accepts two invites at
  // once gets the higher role whichever comes first.
  await tx
    .select({ id: codeFiles.id })
    .from(codeFiles)
    .where(
      inArray(
        codeFiles.id,
        tx.select({ id: invites.fileId }).from(invites).where(eq(invites.tokenHash, tokenHash)),
      ),
    )
    .for("no key update");
  const [invite] = await tx.select().from(invites).where(eq(invites.tokenHash, tokenHash)).for("update");
  if (invite === undefined) return { status: "unknown" };
  const [member] = await tx
    .select({ role: fileMembers.role })
    .from(fileMembers)
    .where(and(eq(fileMembers.fileId, invite.fileId), eq(fileMembers.userId, user.id)))
    .for("update");
  const before = member?.role ?? null;
  const usedUp = invite.maxUses !== null && invite.uses >= invite.maxUses;
  if (invite.revokedAt !== null || invite.expiresAt.getTime() <= Date.now() || usedUp)
    return { status: "gone" };
  if (invite.email !== null && invite.email.toLowerCase() !== user.email.toLowerCase())
    return { status: "other-email" };
  if (before !== null && includesRole(before, invite.role)) {
    return { status: "joined", fileId: invite.fileId, role: before, before };
  }
  await tx
    .update(invites)
    .set({ uses: invite.uses + 1 })
    .where(eq(invites.id, invite.id));
  await tx
    .insert(fileMembers)
    .values({ fileId: invite.fileId, userId: user.id, role: invite.role })
    .onConflictDoUpdate({ target: [fileMembers.fileId, fileMembers.userId], set: { role: invite.role } });
  return { status: "joined", fileId: invite.fileId, role: invite.role, before };
}
