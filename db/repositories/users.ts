import { eq, sql } from "drizzle-orm";
import type { User, UserChange, UserChanged, UserRepository, UserWithPassword } from "@/lib/auth/ports";
import type { Database, Drizzle } from "../database";
import { violatedUnique } from "../errors";
import { users } from "../schema";
import { revokeAllBut } from "./sessions";

const shown = {
  id: users.id,
  email: users.email,
  username: users.username,
  isActive: users.isActive,
  createdAt: users.createdAt,
};

export function createUserRepository(database: Database): UserRepository {
  return {
    async create(input) {
      try {
        const [user] = await database.db.insert(users).values(input).returning(shown);
        if (user === undefined) throw new Error("an insert returned no row");
        return user satisfies User;
      } catch (error) {
        const constraint = violatedUnique(error);
        if (constraint === undefined) throw error;
        return { taken: constraint === "users_username_unique" ? "username" : "email" };
      }
    },
    async findForLogin(emailOrUsername) {
      const column = emailOrUsername.includes("@") ? users.email : users.username;
      const [user] = await database.db
        .select({ ...shown, passwordHash: users.passwordHash })
        .from(users)
        .where(sql`lower(${column}) = lower(${emailOrUsername.trim()})`);
      return user === undefined ? null : (user satisfies UserWithPassword);
    },
    async findById(id) {
      const [user] = await database.db.select(shown).from(users).where(eq(users.id, id));
      return user ?? null;
    },
    async passwordHashOf(id) {
      const [user] = await database.db
        .select({ passwordHash: users.passwordHash })
        .from(users)
        .where(eq(users.id, id));
      return user?.passwordHash ?? null;
    },
    async change(id, change) {
      try {
        return await database.db.transaction((tx) => changeUser(tx, id, change));
      } catch (error) {
        if (violatedUnique(error) === undefined) throw error;
        return { taken: "username" };
      }
    },
  };
}

/** The account's row first: a sign-in under way (sessions.create) waits for it, or is waited for and then ended. */
async function changeUser(
  tx: Drizzle,
  id: number,
  { username, passwordHash, isActive, keepSession }: UserChange,
): Promise<UserChanged | null> {
  const [user] = await tx
    .update(users)
    // The email as it is: to drizzle an update of nothing is a fault. What is undefined is left out.
    .set({ username, passwordHash, isActive, email: sql`${users.email}` })
    .where(eq(users.id, id))
    .returning(shown);
  if (user === undefined) return null;
  const ends = passwordHash !== undefined || isActive === false;
  return { user, endedSessions: ends ? await revokeAllBut(tx, id, keepSession) : [] };
}
