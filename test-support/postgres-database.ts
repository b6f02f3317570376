import { randomBytes } from "node:crypto";
import postgres from "postgres";

/**
 * Makes an empty database on the test run's PostgreSQL (TEST_DATABASE_URL), or on the one of this superuser's address;
 * answers its address and how to drop it.
 */
export async function createDatabase(
  admin = process.env.TEST_DATABASE_URL,
): Promise<{ url: string; drop(): Promise<void> }> {
  if (admin === undefined || admin === "")
    throw new Error("TEST_DATABASE_URL is not set: run through `npm test`");
  const name = `tandem_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const sql = postgres(admin, { max: 1, onnotice: () => undefined });
    await sql.unsafe(statement);
    await sql.end();
  };
  await run(`create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => run(`drop database if exists ${name} with (force)`) };
}
