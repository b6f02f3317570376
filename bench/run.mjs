import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { endChildren } from "../scripts/lib/children.mjs";
import { onEndRequested } from "../scripts/lib/ending.mjs";
import { fail, prepare } from "../scripts/lib/prepare.mjs";
import { say, step } from "../scripts/lib/progress.mjs";
import { keep, section, setting, writeResults } from "./lib/kept.mjs";
import { targetsTable } from "./lib/targets.mjs";
import * as assistant from "./suites/assistant.mjs";
import * as live from "./suites/live.mjs";
import * as longLife from "./suites/long-life.mjs";
import * as rest from "./suites/rest.mjs";

/**
 * `npm run bench [-- SUITE… --scene NAME --system NAME --quick --seed N --write]`: measurements side by side with peers.
 * Each scene is kept when it is done, and all that are kept make bench/RESULTS.md; `--write` alone only does that.
 * `--quick` (one short round) and `--system` are for a look: nothing is kept.
 */

/** @type {Record<string, import("./lib/kept.mjs").Suite>} */
const SUITES = { live, "long-life": longLife, rest, assistant };

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scene: { type: "string", multiple: true, default: [] },
    system: { type: "string", multiple: true, default: [] },
    quick: { type: "boolean", default: false },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
    write: { type: "boolean", default: false },
  },
});
const isLook = asked.quick || asked.system.length > 0;
const onlyWrite = asked.write && process.argv.length === 3;

onEndRequested(endChildren);
try {
  if (isLook && asked.write) fail("--quick and --system are for a look: without --write");
  if (!onlyWrite) {
    const scenes = chosenScenes();
    await prepare({ withBuild: true });
    say(`seed ${asked.seed}`);
    for (const [name, scene] of scenes)
      await step(`${name}: ${scene.title}`, name, () => measure(name, scene));
  }
  if (asked.write || isWhole()) {
    await writeResults(Object.values(SUITES));
    say("kept in bench/RESULTS.md");
  }
} catch (error) {
  endChildren();
  fail(error);
}

/**
 * @param {string} name
 * @param {import("./lib/kept.mjs").Scene<unknown>} scene
 */
async function measure(name, scene) {
  const options = { quick: asked.quick, systems: asked.system, seed: Number(asked.seed) };
  const kept = { setting: setting(), data: await scene.measure(options) };
  if (!isLook) await keep(name, kept);
  process.stdout.write(`\n${section(name, scene, kept)}\n\n`);
  const targets = scene.targets?.(kept.data) ?? [];
  if (targets.length > 0) process.stdout.write(`${targetsTable([{ scene: name, targets }])}\n\n`);
}

/** @returns {[string, import("./lib/kept.mjs").Scene<unknown>][]} none named: all */
function chosenScenes() {
  const unknown = positionals.find((name) => !(name in SUITES));
  if (unknown !== undefined)
    fail(`there is no suite ${unknown}; there are: ${Object.keys(SUITES).join(", ")}`);
  const suites = positionals.length === 0 ? Object.keys(SUITES) : positionals;
  const scenes = suites.flatMap((name) => Object.entries(SUITES[name]?.SCENES ?? {}));
  const missing = asked.scene.find((name) => !scenes.some(([known]) => known === name));
  if (missing !== undefined) {
    fail(`there is no scene ${missing}; there are: ${scenes.map(([name]) => name).join(", ")}`);
  }
  return scenes.filter(([name]) => asked.scene.length === 0 || asked.scene.includes(name));
}

/** One `npm run bench` measures all and writes all. */
function isWhole() {
  return positionals.length === 0 && asked.scene.length === 0 && !isLook;
}
