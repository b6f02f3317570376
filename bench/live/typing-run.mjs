import { once } from "node:events";
import { startChild } from "../../scripts/lib/children.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { systemOf } from "./systems.mjs";

const READERS_PER_ACCOUNT = 10;

/**
 * One system, one scene, once: people join, type, and what it cost is read off.
 *
 * @typedef {{ rooms: number, people: number, typists: number, editsPerSecond: number, seconds: number }} Scene
 * @typedef {import("./driver.mjs").Result & { serverMs: number, databaseMs: number }} Run
 *   `serverMs`: processor time of all the system's processes, from the first keystroke until all is quiet; `databaseMs`:
 *   PostgreSQL's and Redis's
 */

/**
 * @param {string} id of the system
 * @param {Scene} scene
 * @param {import("./stores.mjs").Stores} stores
 * @returns {Promise<Run>}
 */
export async function runTyping(id, scene, stores) {
  const needs = { files: scene.rooms, accounts: accountsOf(scene) };
  const running = await systemOf(id).start(await stores.newHome(), needs);
  const driver = startDriver();
  try {
    await driver.do({ kind: "plan", plan: planOf(scene, running) }, "ready");
    const cost = costFromHere(running, stores);
    await driver.do({ kind: "go" }, "typed");
    const { serverMs, databaseMs } = cost();
    const { result } = await driver.do({ kind: "judge" }, "result");
    return { ...result, serverMs, databaseMs };
  } finally {
    driver.end();
    await running.stop();
  }
}

/**
 * @param {import("./systems.mjs").Running} running
 * @param {import("./stores.mjs").Stores} stores
 * @returns {() => { serverMs: number, databaseMs: number }} processor time used since
 */
export function costFromHere(running, stores) {
  const server = () => running.servers.reduce((sum, one) => sum + one.cpuMs(), 0);
  const database = () => stores.cpuMs() + running.besideCpuMs();
  const before = { server: server(), database: database() };
  return () => ({ serverMs: server() - before.server, databaseMs: database() - before.database });
}

/** Whoever types is somebody else; of those who read, ten share an account: a file takes 40 connections of one. */
function accountsOf(/** @type {Scene} */ { rooms, people, typists }) {
  return rooms > 1 ? people : Math.max(typists, Math.ceil(people / READERS_PER_ACCOUNT));
}

/**
 * In many files it is another person who types in each.
 * @param {Scene} scene
 * @param {import("./systems.mjs").Running} running
 * @returns {import("./driver.mjs").Plan}
 */
function planOf({ rooms, people, typists, editsPerSecond, seconds }, { address }) {
  return {
    rooms: Array.from({ length: rooms }, (_, room) => ({
      people: Array.from({ length: people }, (_, person) => address(room, person + room)),
      typists,
    })),
    editsPerSecond,
    seconds,
  };
}

function startDriver() {
  const child = startChild(process.execPath, [inRoot("bench", "live", "driver.mjs")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  return {
    /**
     * Tells it something and waits for its answer.
     * @param {{ kind: string, plan?: import("./driver.mjs").Plan }} order
     * @param {string} answer
     * @returns {Promise<{ kind: string, result: import("./driver.mjs").Result }>}
     */
    async do(order, answer) {
      child.send(order);
      const [message] = await Promise.race([
        once(child, "message"),
        once(child, "exit").then(([code, signal]) => {
          throw new Error(`the driver ended with ${code ?? signal}`);
        }),
      ]);
      if (message.kind !== answer) throw new Error(`the driver answered ${message.kind}`);
      return message;
    },
    end: () => child.kill("SIGKILL"),
  };
}
