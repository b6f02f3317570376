import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { inRoot } from "./paths.mjs";

/** The browser for tests: CHROMIUM_PATH, Debian's, the one that comes with the npm packages, else Debian's installed. */

const DEBIAN = "/usr/bin/chromium";
const UNPACK_LIMIT_MS = 120_000;

/**
 * Answers the program to start. Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options]
 * @returns {string}
 */
export function locateChromium({ install = false, say = () => {} } = {}) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (runs(given)) return given;
    throw new Error(`CHROMIUM_PATH is ${given}, but that does not run`);
  }
  if (runs(DEBIAN)) return DEBIAN;
  const shipped = unpackShipped();
  if (shipped !== undefined) return shipped;
  if (install && installDebianPackage("chromium", say) && runs(DEBIAN)) return DEBIAN;
  throw new Error("Chromium is missing: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH");
}

/** @param {string} program */
function runs(program) {
  return existsSync(program) && spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

/**
 * Unpacks the Chromium of @sparticuz/chromium into .cache, once per version, and answers a small script that starts it with
 * the libraries and fonts it carries: so it runs where neither is installed.
 * @returns {string | undefined} undefined where it does not run (it is built for Linux on x64)
 */
function unpackShipped() {
  const manifest = inRoot("node_modules", "@sparticuz", "chromium", "package.json");
  if (process.platform !== "linux" || !existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  const folder = inRoot(".cache", `chromium-${version}`);
  const starter = path.join(folder, "start.sh");
  if (!existsSync(starter)) {
    mkdirSync(inRoot(".cache"), { recursive: true });
    // Complete or not there: another run may unpack at the same time, and either may be broken off.
    const draft = mkdtempSync(inRoot(".cache", "unpacking-"));
    const unpacked = unpackInto(draft);
    if (unpacked) writeStarter(draft, folder);
    if (unpacked && !existsSync(folder)) renameSync(draft, folder);
    rmSync(draft, { recursive: true, force: true });
  }
  return runs(starter) ? starter : undefined;
}

/** @param {string} draft */
function unpackInto(draft) {
  // The package reads both variables when it is loaded: where to unpack, and that its own libraries are wanted too.
  const env = { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  const script = `import chromium from "@sparticuz/chromium"; await chromium.executablePath();`;
  const args = ["--input-type=module", "--eval", script];
  const done = spawnSync(process.execPath, args, {
    cwd: inRoot(),
    env,
    stdio: "ignore",
    timeout: UNPACK_LIMIT_MS,
  });
  return done.status === 0;
}

/**
 * @param {string} draft where the files are now
 * @param {string} folder where they will be
 */
function writeStarter(draft, folder) {
  const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
  writeFileSync(path.join(draft, "fonts", "fonts.conf"), fonts);
  const starter = `#!/bin/sh
export LD_LIBRARY_PATH="${folder}/al2023/lib" FONTCONFIG_FILE="${folder}/fonts/fonts.conf"
exec "${folder}/chromium" "$@"
`;
  writeFileSync(path.join(draft, "start.sh"), starter, { mode: 0o755 });
}
