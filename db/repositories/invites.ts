import { and, asc, desc, eq, gt, isNull, type SQL, sql } from "drizzle-orm";
import { includesRole } from "@/lib/access/policy";
import { INVITES_LISTED_MAX } from "@/lib/contracts/limits";
import type { AcceptResult, Invite, InviteRepository } from "@/lib/sharing/ports";
import type { Database, Drizzle } from "../database";
import { codeFiles, fileMembers, invites, users } from "../schema";
import { lockFile } from "./locks";
import { putMember, requireRight } from "./members";

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
    create: (input) => database.db.transaction((tx) => create(tx, input)),
    async findByTokenHash(tokenHash) {
      const [invite] = await previews(database.db).where(eq(invites.tokenHash, tokenHash));
      return invite ?? null;
    },
    async find(fileId, inviteId) {
      const [invite] = await database.db
        .select(shown)
        .from(invites)
        .where(and(isListed(fileId), eq(invites.id, inviteId)));
      return invite ?? null;
    },
    list: (fileId) =>
      database.db
        .select(shown)
        .from(invites)
        .where(isListed(fileId))
        .orderBy(desc(invites.id))
        .limit(INVITES_LISTED_MAX),
    async revoke(fileId, inviteId) {
      const revoked = await database.db
        .update(invites)
        .set({ revokedAt: sql`clock_timestamp()` })
        .where(and(isListed(fileId), eq(invites.id, inviteId)))
        .returning({ id: invites.id });
      return revoked.length > 0;
    },
    listReceived: (userId) => listReceived(database.db, userId),
    async findReceived(inviteId, userId) {
      const [invite] = await previews(database.db).where(isReceived(inviteId, userId));
      return invite ?? null;
    },
    accept: (invite, user) => database.db.transaction((tx) => accept(tx, invite, user)),
    async decline(inviteId, userId) {
      const declined = await database.db
        .update(invites)
        .set({ revokedAt: sql`clock_timestamp()` })
        .where(and(isReceived(inviteId, userId), isOpen))
        .returning({ fileId: invites.fileId });
      return declined[0] ?? null;
    },
  };
}

const previews = (db: Drizzle) =>
  db
    .select({ ...shown, fileName: codeFiles.name, invitedBy: users.username })
    .from(invites)
    .innerJoin(codeFiles, eq(codeFiles.id, invites.fileId))
    .innerJoin(users, eq(users.id, invites.createdBy));

const isListed = (fileId: number) => and(eq(invites.fileId, fileId), isNull(invites.revokedAt));

const isReceived = (inviteId: number, userId: number) =>
  and(eq(invites.id, inviteId), eq(invites.userId, userId));

const isOpen = and(
  isNull(invites.revokedAt),
  gt(invites.expiresAt, sql`now()`),
  sql`(${invites.maxUses} is null or ${invites.uses} < ${invites.maxUses})`,
);

/** One that was used has been accepted already: nobody else can. */
async function listReceived(db: Drizzle, userId: number) {
  const found = await db
    .select({
      ...shown,
      fileName: codeFiles.name,
      invitedBy: users.username,
      held: fileMembers.role,
    })
    .from(invites)
    .innerJoin(codeFiles, eq(codeFiles.id, invites.fileId))
    .innerJoin(users, eq(users.id, invites.createdBy))
    .leftJoin(fileMembers, and(eq(fileMembers.fileId, invites.fileId), eq(fileMembers.userId, userId)))
    .where(and(eq(invites.userId, userId), eq(invites.uses, 0), isOpen))
    .orderBy(asc(invites.expiresAt), asc(invites.id))
    .limit(INVITES_LISTED_MAX);
  return found.filter(({ held, role }) => held === null || !includesRole(held, role));
}

async function create(tx: Drizzle, input: Parameters<InviteRepository["create"]>[0]): Promise<Invite> {
  await lockFile(tx, input.fileId);
  await requireRight(tx, input.fileId, input.createdBy, "invite:create");
  const userId =
    input.email === null ? null : sql`(select id from users where lower(email) = lower(${input.email}))`;
  const [invite] = await tx
    .insert(invites)
    .values({ ...input, userId })
    .returning(shown);
  if (invite === undefined) throw new Error("an insert returned no row");
  return invite;
}

async function accept(
  tx: Drizzle,
  by: Parameters<InviteRepository["accept"]>[0],
  user: Parameters<InviteRepository["accept"]>[1],
): Promise<AcceptResult> {
  const isMeant: SQL | undefined =
    "tokenHash" in by ? eq(invites.tokenHash, by.tokenHash) : isReceived(by.receivedId, user.id);
  const [named] = await tx.select({ fileId: invites.fileId }).from(invites).where(isMeant);
  if (named === undefined) return { status: "unknown" };
  // The file first, as a deletion does, so that neither waits for the other; and one person who accepts two invites at
  // once gets the higher role whichever comes first.
  await lockFile(tx, named.fileId);
  const [invite] = await tx.select().from(invites).where(isMeant).for("update");
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
  await putMember(tx, invite.fileId, user.id, invite.role);
  return { status: "joined", fileId: invite.fileId, role: invite.role, before };
}
