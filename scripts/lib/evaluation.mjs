import { bundleEvaluation } from "./build.mjs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { fail, prepare } from "./prepare.mjs";

/**
 * `npm run ai:eval`: the assistant's cases against a real model.
 * @param {string[]} args
 */
export async function runEvaluation(args) {
  onEndRequested(endChildren);
  try {
    await prepare({ withBuild: false });
    const evaluation = await bundleEvaluation();
    const { code } = await run(process.execPath, ["--enable-source-maps", evaluation, ...args]);
    process.exit(code);
  } catch (error) {
    fail(error);
  }
}
