import { onPostgres, startOurs, startTwo } from "./our-systems.mjs";
import { startHocuspocus, startPlainPeer, startShareDb, startSocketIoRelay } from "./peer-systems.mjs";

/**
 * What is measured. Each is started anew for each run; started once more in the same home, it finds what it stored.
 *
 * @typedef {import("./client.mjs").Address} Address
 * @typedef {import("./stores.mjs").Home} Home
 * @typedef {{ files: number, accounts: number }} Needs `accounts`: of different people, who share all files
 * @typedef {{ servers: import("../lib/servers.mjs").Server[], address: (file: number, person: number) => Address,
 *   besideCpuMs: () => number, stop: () => Promise<void> }} Running
 *   `besideCpuMs`: processor time of what it needs beside its servers and PostgreSQL
 * @typedef {{ name: string, start: (home: Home, needs: Needs, flags?: string[]) => Promise<Running> }} System `flags`: of
 *   Node.js, for its servers
 */

/** @type {Record<string, System>} */
export const SYSTEMS = {
  "ws-relay": {
    name: "`ws` relay, stores nothing",
    start: (_home, _needs, flags) => startPlainPeer("ws-relay", { answers: false, flags }),
  },
  "socket-io-relay": { name: "Socket.IO relay, stores nothing", start: startSocketIoRelay },
  "y-websocket": {
    name: "@y/websocket-server, stores nothing",
    start: (_home, _needs, flags) => startPlainPeer("y-websocket", { answers: true, flags }),
  },
  "y-leveldb": {
    name: "@y/websocket-server + y-leveldb",
    start: ({ folder }, _needs, flags) =>
      startPlainPeer("y-websocket", { answers: true, env: { YPERSISTENCE: folder }, flags }),
  },
  hocuspocus: { name: "Hocuspocus + PostgreSQL", start: startHocuspocus },
  sharedb: { name: "ShareDB + PostgreSQL", start: startShareDb },
  tandem: {
    name: "Tandem, plain WebSocket, PostgreSQL",
    start: (home, needs, flags) => startOurs({ home, env: onPostgres(home), needs, flags, road: "plain" }),
  },
  "tandem-socket-io": {
    name: "Tandem, Socket.IO, PostgreSQL",
    start: (home, needs, flags) =>
      startOurs({ home, env: onPostgres(home), needs, flags, road: "socket-io" }),
  },
  "tandem-pglite": {
    name: "Tandem, plain WebSocket, PGlite",
    start: (home, needs, flags) =>
      startOurs({ home, env: { DATA_DIR: home.folder }, needs, flags, road: "plain" }),
  },
  "tandem-two": {
    name: "Tandem, plain WebSocket, two processes, PostgreSQL and Redis",
    start: (home, needs, flags) => startTwo(home, needs, "plain", flags),
  },
  "tandem-socket-io-two": {
    name: "Tandem, Socket.IO, two processes, PostgreSQL and Redis",
    start: (home, needs, flags) => startTwo(home, needs, "socket-io", flags),
  },
};

/**
 * Those of `ids` that were asked for, in the order of `ids`.
 * @param {string[]} ids
 * @param {string[]} asked none: all
 */
export function chosenSystems(ids, asked) {
  const unknown = asked.find((id) => !(id in SYSTEMS));
  if (unknown !== undefined) {
    throw new Error(`there is no system ${unknown}; there are: ${Object.keys(SYSTEMS).join(", ")}`);
  }
  return ids.filter((id) => asked.length === 0 || asked.includes(id));
}

/** @param {string} id @returns {System} */
export function systemOf(id) {
  const system = SYSTEMS[id];
  if (system === undefined) throw new Error(`there is no system ${id}`);
  return system;
}
