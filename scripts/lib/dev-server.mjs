import { EventEmitter, once } from "node:events";
import { serverBundle } from "./build.mjs";
import { exitCode } from "./children.mjs";
import { inRoot } from "./paths.mjs";
import { say } from "./progress.mjs";
import { startServer } from "./server-process.mjs";

/** `npm run dev`: Next reloads pages and routes by itself; what server.ts imports is bundled anew and restarts it. */

const DEV_SERVER = inRoot("dist", "dev-server.mjs");

/**
 * Serves until `ending` is aborted, or until the server ends before it has ever listened (a wrong configuration). One that
 * ends later, by a fault in what was just changed, starts again after the next change.
 * @param {AbortSignal} ending
 * @returns {Promise<number>} the server's exit code
 */
export async function serveAndReload(ending) {
  say("starting …");
  const bundle = await watchBundle(ending);
  let everListened = false;
  try {
    for (let built = await bundle.after(0); !ending.aborted; built = await bundle.after(built)) {
      const { child, hasListened } = startServer(DEV_SERVER, "development");
      const ended = once(child, "exit");
      await Promise.race([ended, bundle.after(built)]);
      const changed = child.exitCode === null && child.signalCode === null;
      if (changed && !ending.aborted) {
        say("what the server is made of has changed: starting it anew …");
        child.kill("SIGTERM");
      }
      const [code, signal] = await ended;
      everListened ||= hasListened();
      if (ending.aborted || !(changed || everListened)) return exitCode(code, signal);
      if (!changed) say(`the server ended with ${exitCode(code, signal)}; it starts again after a change`);
    }
    return 0;
  } finally {
    await bundle.close();
  }
}

/**
 * Bundles the server now and after each change of what it is made of; esbuild says itself what it cannot bundle.
 * @param {AbortSignal} ending
 */
async function watchBundle(ending) {
  const news = new EventEmitter();
  let builds = 0;
  ending.addEventListener("abort", () => news.emit("any"));
  const esbuild = await import("esbuild");
  const context = await esbuild.context({
    ...serverBundle("dist", "dev-server"),
    plugins: [
      {
        name: "count",
        setup: ({ onEnd }) =>
          onEnd(({ errors }) => {
            if (errors.length > 0) return;
            builds += 1;
            news.emit("any");
          }),
      },
    ],
  });
  await context.watch();
  return {
    /**
     * Resolves with the number of the newest bundle as soon as that is above `build`, or when we are to end.
     * @param {number} build
     */
    after: async (build) => {
      while (builds <= build && !ending.aborted) await once(news, "any");
      return builds;
    },
    close: () => context.dispose(),
  };
}
