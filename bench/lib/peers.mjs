import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { run, startChild } from "../../scripts/lib/children.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { step } from "../../scripts/lib/progress.mjs";
import { serverOf } from "./servers.mjs";

/** What we are measured beside has a lock file and node_modules of its own (bench/peers): nothing of it is ever shipped. */

const FOLDER = inRoot("bench", "peers");

/** Installs the peers when they are not there, or others than the lock file asks for. */
export async function installPeers() {
  if (isInstalled()) return;
  await step("installing what is measured beside", "installed", async () => {
    // Native parts come ready-made with the packages; nothing has to be compiled.
    const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", FOLDER];
    const { code, output } = await run("npm", args, { quiet: true });
    if (code !== 0) throw new Error(`the peers could not be installed: ${output}`);
  });
}

function isInstalled() {
  const list = inRoot("bench", "peers", "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const present = packagesOf(list);
  return Object.entries(packagesOf(inRoot("bench", "peers", "package-lock.json"))).every(
    ([place, { version, optional }]) =>
      place === "" || optional === true || present[place]?.version === version,
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/**
 * Starts `bench/peers/{name}.mjs` as its own process and waits until it listens.
 * @param {string} name
 * @param {Record<string, string>} [env]
 * @param {string[]} [flags] of Node.js
 * @returns {Promise<import("./servers.mjs").Server>}
 */
export async function startPeer(name, env = {}, flags = []) {
  const child = startChild(process.execPath, [...flags, inRoot("bench", "peers", `${name}.mjs`)], {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const port = await Promise.race([
    once(child, "message").then(([message]) => Number(message.port)),
    once(child, "exit").then(([code]) => {
      throw new Error(`${name} ended with ${code} before it listened`);
    }),
  ]);
  return serverOf(child, port, async () => {
    child.send("settle");
    await once(child, "message");
  });
}

/** What they are and of which version, in one line. */
export function peerVersions() {
  const { dependencies } = JSON.parse(readFileSync(inRoot("bench", "peers", "package.json"), "utf8"));
  const locked = packagesOf(inRoot("bench", "peers", "package-lock.json"));
  // Comes with @y/websocket-server.
  return [...Object.keys(dependencies), "y-leveldb"]
    .map((name) => `${name} ${locked[`node_modules/${name}`]?.version}`)
    .join(", ");
}
