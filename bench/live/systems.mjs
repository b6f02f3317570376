import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeAccounts, makeFiles } from "../lib/accounts.mjs";
import { startPeer } from "../lib/peers.mjs";
import { startTandem } from "../lib/servers.mjs";

/**
 * What is measured. Each is started anew for each run, on a database of its own.
 *
 * @typedef {import("./client.mjs").Address} Address
 * @typedef {{ files: number, accounts: number }} Needs `accounts`: of different people, who share all files
 * @typedef {{ servers: import("../lib/servers.mjs").Server[], address: (file: number, person: number) => Address,
 *   stop: () => Promise<void> }} Running
 * @typedef {{ name: string, aside?: boolean, start: (stores: Stores, needs: Needs) => Promise<Running> }} System
 *   `aside`: shown for comparison, in the first round of a full measurement, or when named
 * @typedef {{ databaseUrl: string }} Stores
 */

const ROAD = "/api/v1/collaboration/ws";
const socketAddress = (/** @type {string} */ url) => url.replace(/^http/, "ws");

/** @type {Record<string, System>} */
export const SYSTEMS = {
  "ws-relay": { name: "`ws` relay, stores nothing", start: () => plainPeer("ws-relay", { answers: false }) },
  "socket-io-relay": { name: "Socket.IO relay, stores nothing", start: startSocketIoRelay },
  "y-websocket": {
    name: "@y/websocket-server, stores nothing",
    aside: true,
    start: () => plainPeer("y-websocket", { answers: true }),
  },
  "y-leveldb": { name: "@y/websocket-server + y-leveldb", aside: true, start: startLevelDb },
  hocuspocus: { name: "Hocuspocus + PostgreSQL", start: startHocuspocus },
  tandem: {
    name: "Tandem, plain WebSocket, PostgreSQL",
    start: (stores, needs) => startOurs(onPostgres(stores), needs, "plain"),
  },
  "tandem-socket-io": {
    name: "Tandem, Socket.IO, PostgreSQL",
    start: (stores, needs) => startOurs(onPostgres(stores), needs, "socket-io"),
  },
  "tandem-pglite": {
    name: "Tandem, plain WebSocket, PGlite",
    aside: true,
    start: (_stores, needs) => startOurs({}, needs, "plain"),
  },
};

/** @param {Stores} stores */
const onPostgres = ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl, SECRET_KEY: randomUUID() });

/**
 * @param {string} name
 * @param {{ answers: boolean, env?: Record<string, string> }} options
 * @returns {Promise<Running>}
 */
async function plainPeer(name, { answers, env = {} }) {
  const server = await startPeer(name, env);
  const url = socketAddress(server.url);
  return {
    servers: [server],
    address: (file) => ({ road: "plain", url: `${url}/${file}`, answers }),
    stop: server.stop,
  };
}

/** @returns {Promise<Running>} */
async function startLevelDb() {
  const folder = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  const running = await plainPeer("y-websocket", { answers: true, env: { YPERSISTENCE: folder } });
  return {
    ...running,
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<Running>} */
async function startSocketIoRelay() {
  const server = await startPeer("socket-io-relay");
  return {
    servers: [server],
    address: (file) => ({ road: "socket-io", url: `${server.url}/files/${file}`, answers: false }),
    stop: server.stop,
  };
}

/** @param {Stores} stores @returns {Promise<Running>} */
async function startHocuspocus({ databaseUrl }) {
  const server = await startPeer("hocuspocus", { DATABASE_URL: databaseUrl });
  const url = socketAddress(server.url);
  return {
    servers: [server],
    address: (file) => ({ road: "plain", url, document: String(file), answers: true }),
    stop: server.stop,
  };
}

/**
 * @param {Record<string, string>} env
 * @param {Needs} needs
 * @param {"plain" | "socket-io"} road
 * @returns {Promise<Running>}
 */
async function startOurs(env, needs, road) {
  const profile = process.env.BENCH_PROFILE;
  const flags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const server = await startTandem(env, flags);
  const tokens = await makeAccounts(server.url, needs.accounts);
  const files = await makeFiles(server.url, tokens, needs.files);
  const url = socketAddress(server.url);
  /** @type {Running["address"]} */
  const address = (file, person) => {
    const token = tokens[person % tokens.length];
    return road === "plain"
      ? { road, url: `${url}${ROAD}/${files[file]}?token=${token}`, answers: true }
      : { road, url: `${server.url}/files/${files[file]}`, token, answers: true, acknowledges: true };
  };
  return { servers: [server], address, stop: server.stop };
}
