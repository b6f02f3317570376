import { locatePostgres, startPostgres } from "./lib/postgres.mjs";

/**
 * Gives every vitest run a PostgreSQL in `process.env.TEST_DATABASE_URL` (a superuser's address; tests make their own
 * databases). `npm test` has set it already; `npx vitest run some.test.ts` gets a cluster of its own here.
 */
export async function setup() {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const cluster = await startPostgres(locatePostgres());
  process.env.TEST_DATABASE_URL = cluster.url;
  return cluster.stop;
}
