import { startChild } from "./children.mjs";
import { say, seconds } from "./progress.mjs";

/** Ends the server when the launcher is gone. */
const GUARD = new URL("./end-with-launcher.mjs", import.meta.url).href;

/**
 * Starts the server as a child and says when and where it listens.
 * @param {string} entry the bundled server
 * @param {"production" | "development"} mode
 */
export function startServer(entry, mode) {
  const since = performance.now();
  const child = startChild(process.execPath, ["--import", GUARD, "--enable-source-maps", entry], {
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
