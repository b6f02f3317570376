import { eq, sql } from "drizzle-orm";
import type { User, UserRepository, UserWithPassword } from "@/lib/auth/ports";
import type { Database } from "../database";
import { violatedUnique } from "../errors";
import { users } from "../schema";

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
  };
}
