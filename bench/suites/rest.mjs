import { randomUUID } from "node:crypto";
import { locatePostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import { say } from "../../scripts/lib/progress.mjs";
import { compare } from "../lib/compare.mjs";
import { compareTable } from "../lib/compare-table.mjs";
import { startBare, startTandem } from "../lib/servers.mjs";

/**
 * REST beside a bare Next route handler that answers the same bytes: what is left of Next's own speed after signing in,
 * access, the database and the live document.
 */
export const TITLE = "REST beside a bare Next route handler";
export const INTRO = "`list` is the first page of 1,000 files.";

const FILES = 1_000;
/** As many as a page may have. */
const PAGE = 200;
const TEXT = "const answer = 42;\n".repeat(50);
/** One line is another: a put that changes nothing is not stored. */
const OTHER = TEXT.replace("42", "43");
const BOUNDS = { rounds: 3, seconds: 2 };
const QUICK = { rounds: 1, seconds: 1 };
const JSON_TYPE = { "content-type": "application/json" };

/** @typedef {import("../lib/compare.mjs").Compared[]} Data */

export const SCENES = {
  "rest-pglite": scene("PGlite", (use) => use({})),
  "rest-postgres": scene("PostgreSQL", async (use) => {
    const postgres = await startPostgres(locatePostgres({ install: true, say }));
    try {
      return await use({ DATABASE_URL: postgres.url, SECRET_KEY: randomUUID() });
    } finally {
      await postgres.stop();
    }
  }),
};

/**
 * @param {string} database
 * @param {(use: (env: Record<string, string>) => Promise<Data>) => Promise<Data>} withDatabase
 * @returns {import("../lib/kept.mjs").Scene<Data>}
 */
function scene(database, withDatabase) {
  return {
    title: `On ${database}`,
    measure: ({ quick }) => withDatabase((env) => measureOn(database, env, quick ? QUICK : BOUNDS)),
    show: compareTable,
  };
}

/**
 * @param {string} database
 * @param {Record<string, string>} env
 * @param {typeof BOUNDS} bounds
 */
async function measureOn(database, env, bounds) {
  const tandem = await startTandem(env);
  try {
    const asks = await prepareAsks(`${tandem.url}/api/v1`);
    const bare = await startBare(await answersOf(asks));
    try {
      const compared = [];
      for (const { name, ask } of asks) {
        say(`${name}, ${database} …`);
        const peer = { ...ask, url: `${bare.url}/bytes/${name}` };
        const sides = { ours: { ask, server: tandem }, peer: { ask: peer, server: bare } };
        compared.push(await compare({ name: `${name}, ${database}`, ...sides }, bounds));
      }
      return compared;
    } finally {
      await bare.stop();
    }
  } finally {
    await tandem.stop();
  }
}

/** @typedef {{ name: string, ask: import("../lib/compare.mjs").Ask }} Asked */

/**
 * An account with its files; answers what is asked of them.
 * @param {string} api
 * @returns {Promise<Asked[]>}
 */
async function prepareAsks(api) {
  const account = { email: "bench@example.com", username: "bench", password: "correct horse battery" };
  await answerOf({ url: `${api}/auth/register`, ...json("POST", account) });
  const logIn = { url: `${api}/auth/login`, ...json("POST", account) };
  const { access_token } = JSON.parse(await answerOf(logIn));
  const headers = { ...JSON_TYPE, authorization: `Bearer ${access_token}` };
  for (let n = 0; n < FILES; n += 1) {
    const file = { name: `file-${n}.js`, content: TEXT };
    await answerOf({ url: `${api}/files`, ...json("POST", file), headers });
  }
  return [
    { name: "log-in", ask: logIn },
    { name: "list", ask: { url: `${api}/files?limit=${PAGE}`, headers } },
    { name: "get", ask: { url: `${api}/files/1`, headers } },
    {
      name: "put",
      ask: { url: `${api}/files/2`, ...json("PUT", { content: TEXT }, { content: OTHER }), headers },
    },
  ];
}

/**
 * @param {"POST" | "PUT"} method
 * @param {object[]} bodies
 */
const json = (method, ...bodies) => ({
  method,
  headers: JSON_TYPE,
  bodies: bodies.map((body) => JSON.stringify(body)),
});

/**
 * What the bare handler has ready for each.
 * @param {Asked[]} asks
 * @returns {Promise<[name: string, body: string][]>}
 */
async function answersOf(asks) {
  /** @type {[string, string][]} */
  const answers = [];
  for (const { name, ask } of asks) answers.push([name, await answerOf(ask)]);
  return answers;
}

/**
 * @param {import("../lib/compare.mjs").Ask} ask
 * @returns {Promise<string>}
 */
async function answerOf({ url, bodies: [body] = [], ...init }) {
  const response = await fetch(url, { ...init, ...(body === undefined ? {} : { body }) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
