import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { SERVER } from "../../scripts/lib/build.mjs";
import { run, startChild } from "../../scripts/lib/children.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { step } from "../../scripts/lib/progress.mjs";
import { SERVER_FLAGS } from "../../scripts/lib/server-process.mjs";
import { cpuMs } from "./usage.mjs";

/**
 * The servers that are measured, each its own process.
 *
 * @typedef {{ url: string, pid: number | undefined, cpuMs: () => number, stop: () => Promise<void>, kill: () => Promise<void>,
 *   settle: () => Promise<void> }} Server
 *   `cpuMs`: processor time it and all it started have used so far; not a number where the system does not tell. `kill`:
 *   SIGKILL. `settle` resolves when all that was delivered is stored
 */

const BARE = inRoot("bench", "bare");

/**
 * The built Tandem on a free port, without limits, on a database of its own.
 * @param {Record<string, string>} [env]
 * @param {string[]} [flags] of Node.js, such as `--cpu-prof`
 * @returns {Promise<Server>}
 */
export async function startTandem(env = {}, flags = []) {
  const dataDir = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  const child = startChild(process.execPath, [...SERVER_FLAGS, ...flags, SERVER], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      REDIS_URL: "",
      SECRET_KEY: "",
      RATE_LIMITS: "off",
      LOG_LEVEL: "info",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it listened`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /"port":(\d+).*"listening"/.exec(line);
      if (found !== null) resolve(Number(found[1]));
    });
  });
  const server = serverOf(child, port);
  const removeFolder = () => rm(dataDir, { recursive: true, force: true });
  return {
    ...server,
    stop: () => server.stop().then(removeFolder),
    kill: () => server.kill().then(removeFolder),
  };
}

/**
 * The bare Next app (bench/bare) with what it answers at `/bytes/{name}`; built when it is not yet.
 * @param {[name: string, body: string][]} bodies
 * @returns {Promise<Server>}
 */
export async function startBare(bodies) {
  if (!existsSync(path.join(BARE, ".next", "BUILD_ID"))) {
    await step("building the bare Next app", "built", async () => {
      const next = inRoot("node_modules", "next", "dist", "bin", "next");
      /** @type {NodeJS.ProcessEnv} */
      const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
      const { code, output } = await run(process.execPath, [next, "build", BARE], { env, quiet: true });
      if (code !== 0) throw new Error(`the bare app could not be built: ${output}`);
    });
  }
  const child = startChild(process.execPath, [path.join(BARE, "server.mjs")], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.send(bodies);
  const [{ port }] = await once(child, "message");
  return serverOf(child, port);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} port
 * @param {() => Promise<void>} [settle]
 * @returns {Server}
 */
export function serverOf(child, port, settle = async () => {}) {
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    cpuMs: () => cpuMs(child.pid),
    stop: () => end(child, "SIGTERM"),
    kill: () => end(child, "SIGKILL"),
    settle,
  };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {"SIGTERM" | "SIGKILL"} signal
 */
async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
