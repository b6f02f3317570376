import { bundleAnalysers } from "./lib/build.mjs";
import { locateNginx } from "./lib/nginx.mjs";
import { locatePostgres, startPostgres } from "./lib/postgres.mjs";
import { locateRedis, startRedis } from "./lib/redis.mjs";

/**
 * Gives every vitest run a PostgreSQL in `process.env.TEST_DATABASE_URL` (a superuser's address; tests make their own
 * databases) and a Redis in `process.env.TEST_REDIS_URL`, and says in `process.env.TEST_NGINX` where nginx is. `npm test` has set them already; `npx vitest run some.test.ts`
 * gets its own here. Analysers run as programs: those are bundled anew into .cache/analysers.
 */
export async function setup() {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  if (!process.env.TEST_DATABASE_URL) {
    const cluster = await startPostgres(locatePostgres());
    process.env.TEST_DATABASE_URL = cluster.url;
    stops.push(cluster.stop);
  }
  if (!process.env.TEST_REDIS_URL) {
    const redis = await startRedis(locateRedis());
    process.env.TEST_REDIS_URL = redis.url;
    stops.push(redis.stop);
  }
  process.env.TEST_NGINX ||= locateNginx();
  await bundleAnalysers(".cache/analysers");
  return async () => {
    for (const stop of stops) await stop();
  };
}
