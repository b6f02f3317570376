import { once } from "node:events";
import { SERVER } from "./build.mjs";
import { endChildren, exitCode } from "./children.mjs";
import { serveAndReload } from "./dev-server.mjs";
import { onEndRequested } from "./ending.mjs";
import { markServing } from "./folder-lock.mjs";
import { fail, prepare } from "./prepare.mjs";
import { say } from "./progress.mjs";
import { startServer } from "./server-process.mjs";

const ENDED_BY_SIGNAL = 130;

/**
 * `npm start` and `npm run dev`: prepares the folder, runs the server, ends with the server's exit code.
 * @param {{ dev: boolean }} options
 */
export async function launch({ dev }) {
  const ending = new AbortController();
  onEndRequested(() => {
    ending.abort();
    endChildren();
  });
  try {
    await prepare({ withBuild: !dev });
    if (ending.signal.aborted) process.exit(ENDED_BY_SIGNAL);
    process.exit(dev ? await serveAndReload(ending.signal) : await serve());
  } catch (error) {
    if (ending.signal.aborted) process.exit(ENDED_BY_SIGNAL);
    fail(error);
  }
}

/** @returns {Promise<number>} the server's exit code */
async function serve() {
  say("starting …");
  const unmark = markServing();
  const { child } = startServer(SERVER, "production");
  const [code, signal] = await once(child, "exit");
  unmark();
  return exitCode(code, signal);
}
