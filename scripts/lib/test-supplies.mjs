import { locateChromium } from "./chromium.mjs";
import { locateClang } from "./clang.mjs";
import { markServing } from "./folder-lock.mjs";
import { locateNginx } from "./nginx.mjs";
import { locatePostgres, startPostgres } from "./postgres.mjs";
import { prepare } from "./prepare.mjs";
import { say, seconds } from "./progress.mjs";
import { locateRedis, startRedis } from "./redis.mjs";
import { locateShellcheck } from "./shellcheck.mjs";
import { makeDataFolder } from "./test-data.mjs";

/**
 * What the stages of a test run need beside the sources, each had once, when the first stage asks for it.
 *
 * @typedef {"build" | "data" | "postgres" | "redis" | "nginx" | "shellcheck" | "clang" | "chromium"} Supply
 * @typedef {NodeJS.ProcessEnv} Env
 */

/** All that a test may see of the caller's environment; whatever configures the app is left out. */
const MACHINE = ["PATH", "HOME", "USER", "TMPDIR", "TERM", "CI", "FORCE_COLOR", "NO_COLOR"];
const PASSED_ON = [...MACHINE, "TEST_SEED", "TEST_SCHEDULES", "TEST_SECONDS", "TEST_TRACE"];

/** Answers `envFor`, which gets what a stage needs and answers its environment, and `close`, which may be called twice. */
export function createSupplies() {
  /** @type {(() => Promise<void>)[]} */
  const cleanUps = [];

  /** @type {Record<Supply, () => Promise<Record<string, string>>>} */
  const makers = {
    build: async () => {
      await prepare({ withBuild: true });
      // Nobody may replace the build that the tests run.
      const unmark = markServing();
      cleanUps.push(async () => unmark());
      return {};
    },
    data: async () => {
      const { folder, remove } = await makeDataFolder();
      cleanUps.push(remove);
      return { TEST_DATA_DIR: folder };
    },
    postgres: async () => {
      const given = process.env.TEST_DATABASE_URL;
      if (given) return { TEST_DATABASE_URL: given };
      const since = performance.now();
      const cluster = await startPostgres(locatePostgres({ install: true, say }));
      cleanUps.push(cluster.stop);
      say(`a PostgreSQL for the tests started in ${seconds(performance.now() - since)}`);
      return { TEST_DATABASE_URL: cluster.url };
    },
    redis: async () => {
      const given = process.env.TEST_REDIS_URL;
      if (given) return { TEST_REDIS_URL: given };
      const redis = await startRedis(locateRedis({ install: true, say }));
      cleanUps.push(redis.stop);
      return { TEST_REDIS_URL: redis.url };
    },
    nginx: async () => ({ TEST_NGINX: locateNginx({ install: true, say }) }),
    shellcheck: async () => {
      locateShellcheck({ install: true, say });
      return {};
    },
    clang: async () => {
      await locateClang({ install: true });
      return {};
    },
    chromium: async () => ({ CHROMIUM_PATH: locateChromium({ install: true, say }) }),
  };

  /** @type {Map<Supply, Promise<Record<string, string>>>} */
  const had = new Map();
  /** @param {Supply} supply */
  const get = (supply) => {
    const env = had.get(supply) ?? makers[supply]();
    had.set(supply, env);
    return env;
  };

  return {
    /** @param {Supply[]} needs */
    envFor: async (needs) => {
      const env = baseEnv();
      for (const supply of needs) Object.assign(env, await get(supply));
      return env;
    },
    close: async () => {
      for (let cleanUp = cleanUps.pop(); cleanUp !== undefined; cleanUp = cleanUps.pop()) await cleanUp();
    },
  };
}

/** @returns {Env} */
function baseEnv() {
  /** @type {Env} */
  const env = { NODE_ENV: "test", LANG: "C.UTF-8", NEXT_TELEMETRY_DISABLED: "1" };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
