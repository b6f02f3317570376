import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { findProgram } from "./find-program.mjs";
import { freePort, keeperScript, untilPrinted } from "./throw-away.mjs";

/** A throw-away Redis for a test run: found or installed, started on a free port, always stopped and removed. */

const START_TRIES = 3;
const END_SIGNAL = "TERM";
/** Where PATH may not lead. */
const USUAL_FOLDERS = ["/usr/bin", "/usr/local/bin"];

/**
 * The `redis-server` program: on PATH, else installed. Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options]
 * @returns {string}
 */
export function locateRedis({ install = false, say = () => {} } = {}) {
  const found =
    findRedis() ?? (install && installDebianPackage("redis-server", say) ? findRedis() : undefined);
  if (found !== undefined) return found;
  throw new Error("Redis is missing: install it (Debian: apt-get install redis-server)");
}

const findRedis = () => findProgram("redis-server", USUAL_FOLDERS);

/**
 * Starts an empty Redis on 127.0.0.1 that keeps nothing. `port` is chosen when not given; `stop` ends the server, removes
 * its folder and may be called twice.
 * @param {string} program from `locateRedis`
 * @param {{ port?: number, args?: string[] }} [options]
 * @returns {Promise<{ url: string, port: number, stop: () => Promise<void> }>}
 */
export async function startRedis(program, { port, args = [] } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(program, port ?? (await freePort()), args);
    } catch (error) {
      // Between choosing a free port and using it, another program may have taken it.
      if (attempt === START_TRIES || !String(error).includes("Address already in use")) throw error;
    }
  }
}

/**
 * @param {string} program
 * @param {number} port
 * @param {string[]} extra
 */
async function startOnce(program, port, extra) {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-redis-"));
  const settings = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir: folder };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const keeper = spawn("sh", ["-c", keeperScript(END_SIGNAL), folder, program, ...args, ...extra], {
    cwd: folder,
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(keeper, "exit");
  await untilPrinted("Redis", keeper, keeper.stdout, "Ready to accept connections");
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, port, stop };
}
