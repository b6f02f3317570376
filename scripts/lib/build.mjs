import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "./children.mjs";
import { compressPyodide } from "./compress-pyodide.mjs";
import { inRoot, ROOT } from "./paths.mjs";

/** The production build: Next's pages and routes in .next, the server that carries them in dist/server.mjs. */

const MARK = inRoot(".next", "tandem-build-hash");
/** What is neither built nor has a say in it. */
const NO_SOURCES = new Set([
  "node_modules",
  "dist",
  "coverage",
  "docs",
  "e2e",
  "bench",
  "test-support",
  "test-results",
  "playwright-report",
  "next-env.d.ts",
  "Dockerfile",
  "docker-compose.yml",
  "biome.json",
  "vitest.config.ts",
  "vitest.soak.config.ts",
  "playwright.config.ts",
  "LICENSE",
]);
const NO_SOURCE = /^\.|\.md$|\.log$|\.tsbuildinfo$|\.(test|soak)\.tsx?$/;
/** Of scripts/, only what builds. */
const BUILD_SCRIPTS = ["scripts/lib/build.mjs", "scripts/lib/compress-pyodide.mjs"];

/** The built server. */
export const SERVER = inRoot("dist", "server.mjs");
/** The built commands of the administrator. */
export const ADMIN = inRoot("dist", "admin.mjs");

const BUNDLE = /** @satisfies {import("esbuild").BuildOptions} */ ({
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  sourcemap: true,
  logLevel: "error",
});

/** Each of its folders with an `entry.ts` becomes a program of its own, which the server runs as a child process. */
const ANALYSERS = "lib/assistant/analysers";

/**
 * How server.ts and the programs it runs become one file each, the latter in analysers/ beside it.
 * @param {string} folder under the root
 * @param {string} name of the server's file, without extension
 */
export function serverBundle(folder, name) {
  return programs(folder, { [name]: "server.ts", ...analyserEntries("analysers/") });
}

/**
 * Bundles the analysing child processes alone, for tests that run from the sources.
 * @param {string} folder under the root
 */
export function bundleAnalysers(folder) {
  return bundle(programs(folder, analyserEntries("")));
}

/**
 * @param {string} folder
 * @param {Record<string, string>} entryPoints
 */
const programs = (folder, entryPoints) =>
  /** @satisfies {import("esbuild").BuildOptions} */ ({
    ...BUNDLE,
    entryPoints,
    outdir: inRoot(folder),
    outExtension: { ".js": ".mjs" },
  });

/** @param {string} prefix */
function analyserEntries(prefix) {
  const folders = readdirSync(inRoot(ANALYSERS)).filter((name) =>
    existsSync(inRoot(ANALYSERS, name, "entry.ts")),
  );
  return Object.fromEntries(folders.map((name) => [`${prefix}${name}`, `${ANALYSERS}/${name}/entry.ts`]));
}

/** A hash of everything the build is made from: sources, lock, and the values that Next compiles into pages. */
export function sourceHash() {
  const hash = createHash("sha256");
  for (const file of [...sourceFiles(ROOT), ...BUILD_SCRIPTS.map((file) => inRoot(file))]) {
    hash.update(path.relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  const compiledIn = Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  return hash.update(JSON.stringify(compiledIn.sort())).digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      ({ name }) =>
        !NO_SOURCE.test(name) && !(folder === ROOT && (NO_SOURCES.has(name) || name === "scripts")),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(place);
      return entry.isFile() ? [place] : [];
    });
}

/**
 * Builds. A build that fails or is broken off leaves no mark, so the next start builds again. Throws an Error with one line.
 * @param {{ quiet: boolean }} options whether the tools' output is shown only when they fail
 */
export async function build({ quiet }) {
  // Taken first: what is changed during the build is not in it.
  const hash = sourceHash();
  rmSync(MARK, { force: true });
  await runNext(quiet);
  await bundle(serverBundle("dist", "server"));
  await bundleAdmin();
  await compressPyodide();
  writeFileSync(MARK, hash);
}

/** @param {boolean} quiet */
async function runNext(quiet) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const next = inRoot("node_modules", "next", "dist", "bin", "next");
  const { code, output } = await run(process.execPath, [next, "build"], { env, quiet });
  if (code === 0) return;
  process.stderr.write(output);
  throw new Error(`the build failed: next build ended with ${code}, see above`);
}

/** Bundles the administrator's commands alone, which takes a moment and no build. */
export function bundleAdmin() {
  return bundle({ ...BUNDLE, entryPoints: ["admin.ts"], outfile: ADMIN });
}

/** Bundles the assistant's evaluation alone; answers the bundle. */
export async function bundleEvaluation() {
  const outfile = inRoot("dist", "ai-eval.mjs");
  await bundle({ ...BUNDLE, entryPoints: ["lib/assistant/model/eval/main.ts"], outfile });
  return outfile;
}

/** Bundles the measure of noise, with the analysing programs beside it; answers the bundle. */
export async function bundleNoise() {
  await bundleAnalysers(".cache/analysers");
  const outfile = inRoot(".cache", "ai-noise.mjs");
  await bundle({ ...BUNDLE, entryPoints: ["lib/assistant/cases/noise.ts"], outfile });
  return outfile;
}

/** Bundles what compiles the headers of C++ for clang; answers the bundle. */
export async function bundlePrecompile() {
  const outfile = inRoot(".cache", "clang-precompile.mjs");
  await bundle({ ...BUNDLE, entryPoints: [`${ANALYSERS}/clang/precompile.ts`], outfile });
  return outfile;
}

/** @param {import("esbuild").BuildOptions} options */
async function bundle(options) {
  // Imported late: on a fresh clone it is installed only now.
  const esbuild = await import("esbuild");
  try {
    await esbuild.build(options);
  } catch {
    throw new Error("the build failed: the server could not be bundled, see above"); // esbuild has printed why
  } finally {
    await esbuild.stop();
  }
}
