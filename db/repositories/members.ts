import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { type Action, can } from "@/lib/access/policy";
import type { Role } from "@/lib/contracts/roles";
import { fileNotFound, roleForbids } from "@/lib/errors";
import type { Member, MemberChange, MemberRepository, MembershipEnding } from "@/lib/sharing/ports";
import type { Database, Drizzle } from "../database";
import { codeFiles, fileMembers, formerMembers, invites, users } from "../schema";
import { lockFile, lockHead } from "./locks";

export function createMemberRepository(database: Database): MemberRepository {
  return {
    roleOf: (fileId, userId) => roleOf(database.db, fileId, userId),
    async find(fileId, userId) {
      const [member] = await memberRows(database.db).where(isMember(fileId, userId));
      return member ?? null;
    },
    endingOf: (fileId, userId) => endingOf(database.db, fileId, userId),
    list: (fileId) =>
      memberRows(database.db)
        .where(eq(fileMembers.fileId, fileId))
        .orderBy(sql`${fileMembers.role} <> 'owner'`, asc(fileMembers.joinedAt), asc(fileMembers.userId)),
    changeRole: (change) => database.db.transaction((tx) => changeRole(tx, change)),
    remove: (removal) => database.db.transaction((tx) => remove(tx, removal)),
  };
}

const isMember = (fileId: number, userId: number) =>
  and(eq(fileMembers.fileId, fileId), eq(fileMembers.userId, userId));

const memberRows = (db: Drizzle) =>
  db
    .select({
      userId: fileMembers.userId,
      username: users.username,
      role: fileMembers.role,
      joinedAt: fileMembers.joinedAt,
    })
    .from(fileMembers)
    .innerJoin(users, eq(users.id, fileMembers.userId));

export async function roleOf(db: Drizzle, fileId: number, userId: number): Promise<Role | null> {
  const [member] = await db
    .select({ role: fileMembers.role })
    .from(fileMembers)
    .where(isMember(fileId, userId));
  return member?.role ?? null;
}

/** Judges once more, under the file's lock: what somebody was allowed when they asked may be over by now. */
export async function requireRight(
  tx: Drizzle,
  fileId: number,
  userId: number,
  action: Action,
): Promise<void> {
  const role = await roleOf(tx, fileId, userId);
  if (role === null) throw fileNotFound();
  if (!can(role, action)) throw roleForbids(role);
}

/**
 * The member, under the file's locks. With the head locked no edit of a member who is being removed or made a viewer is
 * stored after this transaction.
 */
async function lockMember(
  tx: Drizzle,
  { fileId, userId, by }: { fileId: number; userId: number; by: number },
  action: Action,
): Promise<Member | undefined> {
  await lockHead(tx, fileId);
  await lockFile(tx, fileId);
  await requireRight(tx, fileId, by, action);
  const [member] = await memberRows(tx).where(isMember(fileId, userId));
  return member;
}

async function changeRole(
  tx: Drizzle,
  { fileId, userId, by, role }: Parameters<MemberRepository["changeRole"]>[0],
): Promise<MemberChange> {
  const member = await lockMember(tx, { fileId, userId, by }, "people:change");
  if (member === undefined) return { status: "no-member" };
  const before = member.role;
  if (before === role) return { status: "changed", member, before };
  if (before === "owner") return { status: "only-owner" };
  if (role === "owner") {
    await setRole(tx, fileId, by, "collaborator"); // first: at no time are there two
    await tx.update(codeFiles).set({ ownerId: userId }).where(eq(codeFiles.id, fileId));
  }
  await setRole(tx, fileId, userId, role);
  return { status: "changed", member: { ...member, role }, before };
}

async function setRole(tx: Drizzle, fileId: number, userId: number, role: Role): Promise<void> {
  await tx.update(fileMembers).set({ role }).where(isMember(fileId, userId));
}

async function remove(
  tx: Drizzle,
  removal: Parameters<MemberRepository["remove"]>[0],
): Promise<MemberChange> {
  const { fileId, userId, by } = removal;
  const member = await lockMember(tx, removal, userId === by ? "people:leave" : "people:remove");
  if (member === undefined) return { status: "no-member" };
  if (member.role === "owner") return { status: "only-owner" };
  if (userId !== by) await revokeInvitesFor(tx, fileId, userId);
  await tx.delete(fileMembers).where(isMember(fileId, userId));
  await tx.insert(formerMembers).values({ fileId, userId, endedBy: by });
  return { status: "changed", member, before: member.role };
}

async function endingOf(db: Drizzle, fileId: number, userId: number): Promise<MembershipEnding | null> {
  const [former] = await db
    .select({ endedBy: formerMembers.endedBy, username: users.username })
    .from(formerMembers)
    .leftJoin(users, eq(users.id, formerMembers.endedBy))
    .where(wasMember(fileId, userId));
  if (former === undefined) return null;
  return former.endedBy === userId ? { how: "left" } : { how: "removed", by: former.username };
}

const wasMember = (fileId: number, userId: number) =>
  and(eq(formerMembers.fileId, fileId), eq(formerMembers.userId, userId));

/** Makes somebody a member, or gives a member another role. */
export async function putMember(tx: Drizzle, fileId: number, userId: number, role: Role): Promise<void> {
  await tx.delete(formerMembers).where(wasMember(fileId, userId));
  await tx
    .insert(fileMembers)
    .values({ fileId, userId, role })
    .onConflictDoUpdate({ target: [fileMembers.fileId, fileMembers.userId], set: { role } });
}

/** Else somebody who was removed could come back by the invite that was made for them alone. */
async function revokeInvitesFor(tx: Drizzle, fileId: number, userId: number): Promise<void> {
  await tx
    .update(invites)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(invites.fileId, fileId),
        isNull(invites.revokedAt),
        sql`lower(${invites.email}) = (select lower(email) from users where id = ${userId})`,
      ),
    );
}
