import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../scripts/lib/paths.mjs";

/**
 * What a server's process holds after all garbage was collected (`lib/tell-memory.mjs`).
 *
 * @typedef {{ rss: number, heap: number }} Memory bytes; `heap`: what is in use of V8's, and its buffers
 * @typedef {import("./stores.mjs").Home} Home
 */

const LOOK_MS = 50;
const LIMIT_MS = 30_000;

/**
 * With these flags of Node.js a server can be asked.
 * @param {Home} home
 */
export function tellingFlags(home) {
  const script = pathToFileURL(inRoot("bench", "lib", "tell-memory.mjs"));
  script.searchParams.set("file", fileOf(home));
  return ["--expose-gc", `--import=${script.href}`];
}

/**
 * @param {Home} home
 * @param {number | undefined} pid
 * @returns {Promise<Memory>}
 */
export async function memoryOf(home, pid) {
  if (pid === undefined) throw new Error("the server has ended");
  const file = fileOf(home);
  process.kill(pid, "SIGUSR2");
  const limit = performance.now() + LIMIT_MS;
  while (!existsSync(file)) {
    if (performance.now() > limit) throw new Error("the server did not tell its memory");
    await sleep(LOOK_MS);
  }
  const { rss, heapUsed, external } = JSON.parse(await readFile(file, "utf8"));
  await rm(file);
  return { rss, heap: heapUsed + external };
}

/** @param {Home} home */
function fileOf({ folder }) {
  return path.join(folder, "memory.json");
}
