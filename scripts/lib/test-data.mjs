import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startChild } from "./children.mjs";
import { inRoot } from "./paths.mjs";

/** Explicit empty values: an `.env` must not change what is made. */
const EMBEDDED = {
  NODE_ENV: /** @type {const} */ ("production"),
  PORT: "0",
  HOST: "127.0.0.1",
  DATABASE_URL: "",
  REDIS_URL: "",
  SECRET_KEY: "",
  LOG_LEVEL: "silent",
};

/**
 * A data folder with an empty database, as the built server leaves it, for tests to copy: starting on one costs a third of
 * what making one does, and dozens of tests start a server. The key is not in it: each server makes its own.
 * @returns {Promise<{ folder: string, remove: () => Promise<void> }>}
 */
export async function makeDataFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-data-"));
  const server = startChild(process.execPath, [inRoot("dist", "server.mjs")], {
    env: { ...EMBEDDED, PATH: process.env.PATH, DATA_DIR: folder },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(server, "exit");
  const listening = await Promise.race([once(server, "message").then(() => true), ended.then(() => false)]);
  server.kill("SIGTERM");
  await ended;
  const remove = async () => rmSync(folder, { recursive: true, force: true });
  if (!listening) {
    await remove();
    throw new Error("the server did not start with an empty data folder");
  }
  rmSync(path.join(folder, "secret.key"));
  return { folder, remove };
}
