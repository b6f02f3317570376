import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { targetsTable } from "./targets.mjs";

/**
 * What each scene measured last is kept as one file, so that a long measurement can be made scene by scene;
 * bench/RESULTS.md is made of all that is kept.
 *
 * @typedef {{ quick: boolean, systems: string[], seed: number }} Options `systems`: none chosen: all
 * @typedef {import("./targets.mjs").Target} Target
 */

/**
 * `show` answers tables, `targets` what was asked; both only read what `measure` answered, as JSON keeps it.
 * @template T
 * @typedef {{ title: string, measure(options: Options): Promise<T>, show(data: T): string, targets?(data: T): Target[] }} Scene
 */

/** @typedef {{ TITLE: string, INTRO: string, SCENES: Record<string, Scene<unknown>> }} Suite */
/** @typedef {{ setting: string, data: unknown }} Kept */

const FOLDER = inRoot(".cache", "bench");
const RESULTS = inRoot("bench", "RESULTS.md");
const HEAD = `# Measurements

Made by \`npm run bench -- --write\`. Only ratios travel from machine to machine: both sides run on the same one, in turns,
and a ratio is that of two neighbouring runs.`;

/** The day and the machine. */
export function setting() {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node.js ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? "unknown"}`;
}

/**
 * @param {string} scene
 * @param {Kept} kept
 */
export async function keep(scene, kept) {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(fileOf(scene), JSON.stringify(kept));
}

/**
 * Makes bench/RESULTS.md of what is kept.
 * @param {Suite[]} suites
 */
export async function writeResults(suites) {
  /** @type {{ scene: string, targets: Target[] }[]} */
  const asked = [];
  const sections = [];
  for (const { TITLE, INTRO, SCENES } of suites) {
    const parts = [];
    for (const [name, scene] of Object.entries(SCENES)) {
      if (!existsSync(fileOf(name))) continue;
      /** @type {Kept} */
      const kept = JSON.parse(await readFile(fileOf(name), "utf8"));
      parts.push(section(name, scene, kept));
      asked.push({ scene: `\`${name}\``, targets: scene.targets?.(kept.data) ?? [] });
    }
    if (parts.length > 0) sections.push(`## ${TITLE}`, INTRO, ...parts);
  }
  const text = [HEAD, `## Targets\n\n${targetsTable(asked)}`, ...sections].join("\n\n");
  await writeFile(RESULTS, `${text}\n`);
}

/**
 * @param {string} name
 * @param {Scene<unknown>} scene
 * @param {Kept} kept
 */
export function section(name, scene, kept) {
  return `### ${scene.title}\n\n\`--scene ${name}\`, ${kept.setting}.\n\n${scene.show(kept.data)}`;
}

/** @param {string} scene */
const fileOf = (scene) => path.join(FOLDER, `${scene}.json`);
