import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { endChildren } from "../scripts/lib/children.mjs";
import { onEndRequested } from "../scripts/lib/ending.mjs";
import { inRoot } from "../scripts/lib/paths.mjs";
import { fail, prepare } from "../scripts/lib/prepare.mjs";
import { say } from "../scripts/lib/progress.mjs";
import { table } from "./lib/table.mjs";
import * as longLife from "./suites/long-life.mjs";
import * as rest from "./suites/rest.mjs";

/**
 * `npm run bench [-- SUITE… --write]`: measurements side by side with peers, as tables of ratios. `--write` keeps them in
 * bench/RESULTS.md, each suite under its own heading.
 */

/** A suite answers runs side by side, or its table. @type {Record<string, { TITLE: string, run: () => Promise<import("./lib/compare.mjs").Compared[] | string> }>} */
const SUITES = { rest, "long-life": longLife };
const RESULTS = inRoot("bench", "RESULTS.md");

const args = process.argv.slice(2);
const named = args.filter((arg) => arg !== "--write");
const names = named.length === 0 ? Object.keys(SUITES) : named;

onEndRequested(endChildren);
try {
  await prepare({ withBuild: true });
  for (const name of names) {
    const suite = SUITES[name];
    if (suite === undefined) fail(`there is no suite ${name}; there are: ${Object.keys(SUITES).join(", ")}`);
    const measured = await suite.run();
    const shown = typeof measured === "string" ? measured : table(measured);
    const section = `## ${suite.TITLE}\n\n${setting(name)}\n\n${shown}\n`;
    process.stdout.write(`\n${section}\n`);
    if (args.includes("--write")) await keep(suite.TITLE, section);
  }
} catch (error) {
  endChildren();
  fail(error);
}

/** @param {string} name */
function setting(name) {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `\`npm run bench -- ${name}\`, ${day}, Node.js ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? "unknown"}.`;
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
