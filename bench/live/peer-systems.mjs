import { startPeer } from "../lib/peers.mjs";
import { createDocuments } from "./sharedb-client.mjs";

/** How what we are measured beside is started. */

/**
 * @typedef {import("./stores.mjs").Home} Home
 * @typedef {import("./systems.mjs").Needs} Needs
 * @typedef {import("./systems.mjs").Running} Running
 */

/**
 * @param {string} name
 * @param {{ answers: boolean, env?: Record<string, string>, flags?: string[] | undefined }} options
 * @returns {Promise<Running>}
 */
export async function startPlainPeer(name, { answers, env, flags }) {
  const server = await startPeer(name, env, flags);
  const url = webSocketUrl(server.url);
  return running(server, (file) => ({ road: "plain", url: `${url}/${file}`, answers }));
}

/**
 * @param {Home} _home
 * @param {Needs} _needs
 * @param {string[]} [flags]
 * @returns {Promise<Running>}
 */
export async function startSocketIoRelay(_home, _needs, flags) {
  const server = await startPeer("socket-io-relay", {}, flags);
  return running(server, (file) => ({
    road: "socket-io",
    url: `${server.url}/files/${file}`,
    answers: false,
  }));
}

/**
 * @param {Home} home
 * @param {Needs} _needs
 * @param {string[]} [flags]
 * @returns {Promise<Running>}
 */
export async function startHocuspocus({ databaseUrl }, _needs, flags) {
  const server = await startPeer("hocuspocus", { DATABASE_URL: databaseUrl }, flags);
  const url = webSocketUrl(server.url);
  return running(server, (file) => ({ road: "plain", url, document: String(file), answers: true }));
}

/**
 * @param {Home} home
 * @param {Needs} needs
 * @param {string[]} [flags]
 * @returns {Promise<Running>}
 */
export async function startShareDb(home, needs, flags) {
  const server = await startPeer("sharedb", { DATABASE_URL: home.databaseUrl }, flags);
  const url = webSocketUrl(server.url);
  if (home.made === undefined) {
    await createDocuments(url, needs.files);
    home.made = { tokens: [], files: [] };
  }
  return running(server, (file) => ({ road: "sharedb", url, document: String(file), answers: true }));
}

/**
 * @param {import("../lib/servers.mjs").Server} server
 * @param {Running["address"]} address
 * @returns {Running}
 */
export function running(server, address) {
  return { servers: [server], address, besideCpuMs: () => 0, stop: server.stop };
}

/** @param {string} url of an http server */
export const webSocketUrl = (url) => url.replace(/^http/, "ws");
