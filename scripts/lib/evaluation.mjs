import { bundleEvaluation, bundleNoise } from "./build.mjs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { fail, prepare } from "./prepare.mjs";

/**
 * `npm run ai:eval`: the assistant's cases against a real model.
 * @param {string[]} args
 */
export const runEvaluation = (args) => runBundle(bundleEvaluation, args);

/**
 * `npm run ai:noise`: what the built-in analysers say of a folder of code.
 * @param {string[]} args
 */
export const runNoise = (args) => runBundle(bundleNoise, args);

/**
 * @param {() => Promise<string>} bundle answers the file to run
 * @param {string[]} args
 */
async function runBundle(bundle, args) {
  onEndRequested(endChildren);
  try {
    await prepare({ withBuild: false });
    const file = await bundle();
    const { code } = await run(process.execPath, ["--enable-source-maps", file, ...args]);
    process.exit(code);
  } catch (error) {
    fail(error);
  }
}
