import { startChild } from "./children.mjs";
import { say, seconds } from "./progress.mjs";

/** Ends the server when the launcher is gone. */
const GUARD = new URL("./end-with-launcher.mjs", import.meta.url).href;

/**
 * Node's, for every server (the Dockerfile's are the same). A process that is little used would collect all of its garbage
 * several times to give back some memory: with 100 people in a file that was half of what an idle server costs.
 */
export const SERVER_FLAGS = ["--enable-source-maps", "--no-memory-reducer"];

/**
 * Starts the server as a child and says when and where it listens.
 * @param {string} entry the bundled server
 * @param {"production" | "development"} mode
 */
export function startServer(entry, mode) {
  const since = performance.now();
  const child = startChild(process.execPath, ["--import", GUARD, ...SERVER_FLAGS, entry], {
    env: { ...process.env, NODE_ENV: mode },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  let listened = false;
  child.on("message", (message) => {
    if (typeof message !== "object" || !("listening" in message)) return;
    listened = true;
    say(`ready at ${message.listening} in ${seconds(performance.now() - since)} (Ctrl+C ends it)`);
  });
  return { child, hasListened: () => listened };
}
