import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundlePrecompile } from "./build.mjs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { inRoot } from "./paths.mjs";
import { fail, prepare, runNpm } from "./prepare.mjs";
import { say, step } from "./progress.mjs";

/**
 * clang for the built-in analysers, which go without it unless it is here. It is no dependency: of 103 MB, the one who
 * runs a server is to decide.
 */

const NAME = "@yowasp/clang";
const VERSION = "22.0.0-git20542-10";
const INTEGRITY =
  "sha512-V31/z9GrJECKeACTDUyvg2llbEUiFi3bxtL5HSg7H/6sydSxdI/AoVAD9F5ozrfLjotWl0B9rghR87m+DUM/zg==";

const FOLDER = inRoot(".cache", "clang");

/** `npm run analysers:clang`: answers when it is there. */
export async function installNow() {
  onEndRequested(endChildren);
  try {
    await prepare({ withBuild: false });
    await locateClang({ install: true });
    say("clang is there: a server uses it from its next start on");
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

/**
 * The folder that clang is in. Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean }} [options]
 * @returns {Promise<string>}
 */
export async function locateClang({ install = false } = {}) {
  if (isThere()) return FOLDER;
  if (!install) throw new Error("clang is missing: install it (npm run analysers:clang)");
  await step("installing clang (103 MB, and half a minute for the headers of C++)", "clang installed", make);
  return FOLDER;
}

function isThere() {
  const lock = path.join(FOLDER, "node_modules", ".package-lock.json");
  return existsSync(lock) && integrityIn(lock) === INTEGRITY;
}

/** @param {string} lock */
const integrityIn = (lock) =>
  JSON.parse(readFileSync(lock, "utf8")).packages?.[`node_modules/${NAME}`]?.integrity;

async function make() {
  mkdirSync(inRoot(".cache"), { recursive: true });
  // Complete or not there: it may be broken off.
  const draft = mkdtempSync(inRoot(".cache", "clang-"));
  try {
    await fetchInto(draft);
    const { code, output } = await run(
      process.execPath,
      ["--liftoff-only", await bundlePrecompile(), draft],
      {
        quiet: true,
      },
    );
    if (code !== 0) throw new Error(`the headers of C++ could not be compiled: ${output.trim()}`);
    rmSync(FOLDER, { recursive: true, force: true });
    renameSync(draft, FOLDER);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function fetchInto(folder) {
  const manifest = { private: true, dependencies: { [NAME]: VERSION } };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const { code, output } = await runNpm(["install", "--prefix", folder, ...quietly]);
  if (code !== 0) throw new Error(`clang could not be installed: npm ended with ${code}: ${output.trim()}`);
  const got = integrityIn(path.join(folder, "node_modules", ".package-lock.json"));
  if (got !== INTEGRITY) throw new Error(`${NAME} ${VERSION} is not the one that is known: ${got}`);
}
