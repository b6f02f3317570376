import { once } from "node:events";
import { endChildren, exitCode, startChild } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { markServing } from "./folder-lock.mjs";
import { inRoot } from "./paths.mjs";
import { fail, prepare } from "./prepare.mjs";
import { say, seconds } from "./progress.mjs";

const ENDED_BY_SIGNAL = 130;

/**
 * `npm start` and `npm run dev`: prepares the folder, runs the server, ends with the server's exit code.
 * @param {{ dev: boolean }} options
 */
export async function launch({ dev }) {
  let ending = false;
  onEndRequested(() => {
    ending = true;
    endChildren();
  });
  try {
    await prepare({ withBuild: !dev });
  } catch (error) {
    if (ending) process.exit(ENDED_BY_SIGNAL);
    fail(error);
  }
  if (ending) process.exit(ENDED_BY_SIGNAL);
  process.exit(await serve(dev));
}

/**
 * @param {boolean} dev
 * @returns {Promise<number>} the server's exit code
 */
async function serve(dev) {
  say("starting …");
  const since = performance.now();
  const guard = ["--import", new URL("./end-with-launcher.mjs", import.meta.url).href];
  const args = dev
    ? [
        ...guard,
        inRoot("node_modules", "tsx", "dist", "cli.mjs"),
        "watch",
        "--clear-screen=false",
        "server.ts",
      ]
    : [...guard, "--enable-source-maps", inRoot("dist", "server.mjs")];
  const unmark = dev ? () => {} : markServing();
  const server = startChild(process.execPath, args, {
    env: { ...process.env, NODE_ENV: dev ? "development" : "production" },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  server.on("message", (message) => {
    if (typeof message !== "object" || !("listening" in message)) return;
    say(`ready at ${message.listening} in ${seconds(performance.now() - since)} (Ctrl+C ends it)`);
  });
  const [code, signal] = await once(server, "exit");
  unmark();
  return exitCode(code, signal);
}
