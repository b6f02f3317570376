import { rmSync } from "node:fs";
import { endChildren, run } from "./children.mjs";
import { onEndRequested } from "./ending.mjs";
import { inRoot } from "./paths.mjs";
import { fail, prepare } from "./prepare.mjs";
import { say, seconds } from "./progress.mjs";
import { countPlaywright, countVitest } from "./test-counts.mjs";
import { createSupplies } from "./test-supplies.mjs";

/**
 * `npm test`: everything that guards a change. `node scripts/test.mjs STAGE [filters…]` runs one stage.
 *
 * @typedef {import("./test-counts.mjs").Counts} Counts
 * @typedef {import("./test-supplies.mjs").Env} Env
 * @typedef {{ title: string, needs: import("./test-supplies.mjs").Supply[],
 *   work: (env: Env, filters: string[]) => Promise<Counts> }} Stage
 */

const ENDED_BY_SIGNAL = 130;
const NONE = { passed: 0, failed: 0, skipped: 0 };
const VITEST_REPORT = inRoot("test-results", "vitest.json");
const BROWSER_REPORT = inRoot("test-results", "browser.json");

/** @type {Record<string, Stage>} */
const STAGES = {
  lint: { title: "format and lint", needs: [], work: checkFormat },
  types: { title: "types", needs: [], work: checkTypes },
  imports: { title: "import directions", needs: [], work: checkImports },
  unit: {
    title: "unit, contract and integration tests",
    needs: ["build", "data", "postgres", "redis", "nginx", "shellcheck"],
    work: runVitest,
  },
  browser: {
    title: "browser tests",
    needs: ["build", "data", "postgres", "chromium"],
    work: runBrowserTests,
  },
};

/** Run only when it is named. @type {Stage} */
const SOAK = {
  title: "long tests",
  needs: ["build", "postgres", "redis", "nginx", "clang"],
  work: (env, filters) => runVitest(env, [`--config=${inRoot("vitest.soak.config.ts")}`, ...filters]),
};

/**
 * Runs the stage named first in `args` with the other arguments as its filters, or all stages; ends the process. The last
 * line is `N passed, N failed, N skipped`.
 * @param {string[]} args
 */
export async function runTests([name, ...filters]) {
  const stages =
    name === undefined
      ? Object.values(STAGES)
      : [{ ...STAGES, soak: SOAK }[name]].filter((stage) => stage !== undefined);
  if (stages.length === 0)
    fail(`there is no stage ${name}; there are: ${Object.keys(STAGES).join(", ")}, soak`);
  let ending = false;
  onEndRequested(() => {
    ending = true;
    endChildren();
  });
  const since = performance.now();
  const total = await runStages(stages, filters, () => ending);
  if (ending) process.exit(ENDED_BY_SIGNAL);
  say(`all of it took ${seconds(performance.now() - since)}`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/**
 * A stage that fails does not keep the others from running.
 * @param {Stage[]} stages
 * @param {string[]} filters
 * @param {() => boolean} isEnding
 * @returns {Promise<Counts>}
 */
async function runStages(stages, filters, isEnding) {
  const supplies = createSupplies();
  /** @type {string[]} */
  const failures = [];
  let total = await attempt(async () => {
    await prepare({ withBuild: false });
    return NONE;
  });
  if (total.failed > 0) return total;
  try {
    for (const { title, needs, work } of stages) {
      if (isEnding()) break;
      say(`${title} …`);
      const since = performance.now();
      const counts = await attempt(async () => work(await supplies.envFor(needs), filters));
      say(`${title}: ${counts.failed === 0 ? "passed" : "FAILED"} in ${seconds(performance.now() - since)}`);
      if (counts.failed > 0) failures.push(title);
      total = sum(total, counts);
    }
    if (failures.length > 0) say(`failed, and shown above: ${failures.join("; ")}`);
  } finally {
    await supplies.close();
  }
  return total;
}

/**
 * What cannot even be tried is one failure, said in one line.
 * @param {() => Promise<Counts>} work
 * @returns {Promise<Counts>}
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { ...NONE, failed: 1 };
  }
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** @param {Env} env */
function checkFormat(env) {
  return checkWith(env, [inRoot("node_modules", "@biomejs", "biome", "bin", "biome"), "check", "."]);
}

/** @param {Env} env */
function checkImports(env) {
  return checkWith(env, [inRoot("scripts", "check-imports.mjs")]);
}

/** @param {Env} env */
async function checkTypes(env) {
  // Left by `next dev` for routes that may be gone.
  rmSync(inRoot(".next", "dev", "types"), { recursive: true, force: true });
  // The types of routes and of imported styles and pictures, which a fresh clone does not have.
  const made = await run(
    process.execPath,
    [inRoot("node_modules", "next", "dist", "bin", "next"), "typegen"],
    {
      env,
      quiet: true,
    },
  );
  if (made.code !== 0) throw new Error(`the routes' types could not be made: ${made.output.trim()}`);
  return checkWith(env, [inRoot("node_modules", "typescript-native", "bin", "tsc"), "--noEmit"]);
}

/**
 * A static check counts as one test.
 * @param {Env} env
 * @param {string[]} args
 * @returns {Promise<Counts>}
 */
async function checkWith(env, args) {
  const { code } = await run(process.execPath, args, { env });
  return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 };
}

/**
 * @param {Env} env
 * @param {string[]} filters
 */
async function runVitest(env, filters) {
  rmSync(VITEST_REPORT, { force: true });
  const vitest = inRoot("node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  const { code } = await run(process.execPath, [vitest, "run", ...reporters, ...filters], { env });
  return countVitest(VITEST_REPORT, code);
}

/**
 * @param {Env} env
 * @param {string[]} filters
 */
async function runBrowserTests(env, filters) {
  rmSync(BROWSER_REPORT, { force: true });
  const playwright = inRoot("node_modules", "playwright", "cli.js");
  const { code } = await run(process.execPath, [playwright, "test", ...filters], { env });
  return countPlaywright(BROWSER_REPORT, code);
}
