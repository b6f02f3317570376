import { Redis } from "ioredis";
import { say } from "../../scripts/lib/progress.mjs";
import { locateRedis, startRedis } from "../../scripts/lib/redis.mjs";
import { makeAccounts, makeFiles } from "../lib/accounts.mjs";
import { startTandem } from "../lib/servers.mjs";
import { cpuMs } from "../lib/usage.mjs";
import { running, webSocketUrl } from "./peer-systems.mjs";

/** How our own server is started, once and twice. */

/**
 * @typedef {import("./client.mjs").Address} Address
 * @typedef {import("./stores.mjs").Home} Home
 * @typedef {import("./systems.mjs").Needs} Needs
 * @typedef {import("./systems.mjs").Running} Running
 */

const ROAD = "/api/v1/collaboration/ws";

/**
 * One of our files on the plain WebSocket.
 * @param {string} url
 * @param {number | undefined} file
 * @param {string | undefined} token
 * @returns {Address}
 */
export function plainAddress(url, file, token) {
  return { road: "plain", url: `${webSocketUrl(url)}${ROAD}/${file}?token=${token}`, answers: true };
}

/** @param {Home} home */
export const onPostgres = ({ databaseUrl, secret }) => ({ DATABASE_URL: databaseUrl, SECRET_KEY: secret });

/**
 * @param {{ home: Home, env: Record<string, string>, needs: Needs, flags?: string[] | undefined, road: Ours }} options
 * @returns {Promise<Running>}
 */
export async function startOurs({ home, env, needs, flags = [], road }) {
  const server = await startTandem(env, [...profiled(), ...flags]);
  return running(server, await ourAddresses([server.url], home, needs, road));
}

/**
 * Two processes that serve the same files; half of the people are on each.
 * @param {Home} home
 * @param {Needs} needs
 * @param {Ours} road
 * @param {string[]} [flags]
 * @returns {Promise<Running>}
 */
export async function startTwo(home, needs, road, flags = []) {
  const redis = await startRedis(locateRedis({ install: true, say }));
  const env = { ...onPostgres(home), REDIS_URL: redis.url };
  const all = [...profiled(), ...flags];
  const servers = [await startTandem(env, all), await startTandem(env, all)];
  const redisPid = await pidOf(redis.url);
  return {
    servers,
    address: await ourAddresses(
      servers.map(({ url }) => url),
      home,
      needs,
      road,
    ),
    besideCpuMs: () => cpuMs(redisPid),
    stop: async () => {
      for (const server of servers) await server.stop();
      await redis.stop();
    },
  };
}

/** What BENCH_PROFILE asks for: a profile of each of our runs in that folder. */
function profiled() {
  const folder = process.env.BENCH_PROFILE;
  return folder === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${folder}`];
}

/** @param {string} redisUrl */
async function pidOf(redisUrl) {
  const redis = new Redis(redisUrl);
  const told = await redis.info("server");
  redis.disconnect();
  return Number(/process_id:(\d+)/.exec(told)?.[1]);
}

/**
 * Accounts and files are made the first time.
 * @typedef {"plain" | "socket-io"} Ours
 * @param {string[]} urls of all our processes
 * @param {Home} home
 * @param {Needs} needs
 * @param {Ours} road
 * @returns {Promise<Running["address"]>}
 */
async function ourAddresses(urls, home, needs, road) {
  const [first = ""] = urls;
  if (home.made === undefined) {
    const tokens = await makeAccounts(first, needs.accounts);
    home.made = { tokens, files: await makeFiles(first, tokens, needs.files) };
  }
  const { tokens, files } = home.made;
  return (file, person) => {
    const url = urls[person % urls.length] ?? first;
    const token = tokens[person % tokens.length];
    if (road === "plain") return plainAddress(url, files[file], token);
    return { road, url: `${url}/files/${files[file]}`, token, answers: true, acknowledges: true };
  };
}
