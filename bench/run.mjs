import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { endChildren } from "../scripts/lib/children.mjs";
import { onEndRequested } from "../scripts/lib/ending.mjs";
import { inRoot } from "../scripts/lib/paths.mjs";
import { fail, prepare } from "../scripts/lib/prepare.mjs";
import { say } from "../scripts/lib/progress.mjs";
import * as live from "./suites/live.mjs";
import * as longLife from "./suites/long-life.mjs";
import * as rest from "./suites/rest.mjs";

/**
 * `npm run bench [-- SUITE… --write --quick --scene NAME --system NAME]`: measurements side by side with peers, as tables of
 * ratios. `--write` keeps them in bench/RESULTS.md, each suite under its own heading; `--quick` is one short round, for
 * a look; `--scene` and `--system`, each as often as wanted, choose from the suite `live`.
 *
 * @typedef {{ quick: boolean, scenes: string[], systems: string[] }} Options none chosen: all
 */

/** @type {Record<string, { TITLE: string, run: (options: Options) => Promise<string> }>} */
const SUITES = { live, "long-life": longLife, rest };
const RESULTS = inRoot("bench", "RESULTS.md");

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    scene: { type: "string", multiple: true, default: [] },
    system: { type: "string", multiple: true, default: [] },
  },
});
const names = positionals.length === 0 ? Object.keys(SUITES) : positionals;

onEndRequested(endChildren);
try {
  await prepare({ withBuild: true });
  for (const name of names) {
    const suite = SUITES[name];
    if (suite === undefined) fail(`there is no suite ${name}; there are: ${Object.keys(SUITES).join(", ")}`);
    const measured = await suite.run({ quick: asked.quick, scenes: asked.scene, systems: asked.system });
    const section = `## ${suite.TITLE}\n\n${setting()}\n\n${measured}\n`;
    process.stdout.write(`\n${section}\n`);
    if (asked.write) await keep(suite.TITLE, section);
  }
} catch (error) {
  endChildren();
  fail(error);
}

/** The command, the day and the machine. */
function setting() {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");
  return `\`${command}\`, ${day}, Node.js ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? "unknown"}.`;
}

/**
 * Puts a section in the place of the one with its title, or at the end.
 * @param {string} title
 * @param {string} section
 */
async function keep(title, section) {
  const text = await readFile(RESULTS, "utf8");
  const [head = "", ...sections] = text.split(/^(?=## )/m);
  const others = sections.filter((other) => !other.startsWith(`## ${title}\n`));
  const kept = [head, ...others, section].map((part) => part.trimEnd());
  await writeFile(RESULTS, `${kept.join("\n\n")}\n`);
  say("kept in bench/RESULTS.md");
}
