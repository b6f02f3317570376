import { existsSync, readFileSync } from "node:fs";
import { build, bundleAdmin, SERVER, sourceHash } from "./build.mjs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { refuseWhileServing, withFolderLock } from "./folder-lock.mjs";
import { isInstalled } from "./installed.mjs";
import { inRoot } from "./paths.mjs";
import { say, step } from "./progress.mjs";

/** Brings a clone, fresh or changed, to where it can be started or tested. */

/**
 * Installs and builds what is missing or stale, one process at a time per folder. Throws an Error whose message is one
 * line; the output of the tool that failed is printed before it.
 * @param {{ withBuild: boolean, withAdmin?: boolean }} options `withAdmin`: the administrator's commands alone
 */
export async function prepare({ withBuild, withAdmin = false }) {
  await withFolderLock(say, async () => {
    if (!isInstalled()) await install();
    if (withAdmin && !isBuilt()) await bundleAdmin();
    if (withBuild && !isBuilt()) {
      refuseWhileServing();
      await step("building (about a minute the first time)", "built", () => build({ quiet: true }));
    }
  });
}

/** `npm run build`: builds whether it is needed or not, with the tools' output. */
export async function buildNow() {
  onEndRequested(endChildren);
  try {
    await withFolderLock(say, async () => {
      refuseWhileServing();
      await build({ quiet: false });
    });
  } catch (error) {
    fail(error);
  }
}

/**
 * Ends the command with one line.
 * @param {unknown} reason an Error, or the line
 * @returns {never}
 */
export function fail(reason) {
  process.stderr.write(`tandem: ${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
}

async function install() {
  refuseWhileServing();
  await step("installing the locked dependencies (about half a minute)", "installed", async () => {
    // In production mode npm would leave out what the build needs.
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
    const { code, output } = await runNpm(args);
    if (code === 0) return;
    process.stderr.write(output);
    throw new Error(`the dependencies could not be installed: npm ci ended with ${code}, see above`);
  });
}

/**
 * The npm that runs us, or the one on PATH.
 * @param {string[]} args
 */
export function runNpm(args) {
  const npm = process.env.npm_execpath;
  const byNode = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  return byNode ? run(process.execPath, [npm, ...args], { quiet: true }) : run("npm", args, { quiet: true });
}

function isBuilt() {
  const mark = inRoot(".next", "tandem-build-hash");
  if (!existsSync(mark) || !existsSync(SERVER)) return false;
  return readFileSync(mark, "utf8") === sourceHash();
}
