import { existsSync, readFileSync } from "node:fs";
import { inRoot } from "./paths.mjs";

/** Whether node_modules holds what package-lock.json asks for on this machine. Node built-ins only: it runs before `npm ci`. */

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[],
 *   libc?: string[] }} LockedPackage
 */

/**
 * npm leaves a list of what it has installed, written last: an install that was broken off has none. Comparing the lists
 * (rather than a mark of our own) also trusts a `npm ci` done by hand.
 */
export function isInstalled() {
  const list = inRoot("node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const wanted = packagesOf(inRoot("package-lock.json"));
  const present = packagesOf(list);
  for (const [place, locked] of wanted) {
    if (place === "") continue;
    const found = present.get(place);
    if (found === undefined ? isNeeded(locked) : !isSame(locked, found)) return false;
  }
  return true;
}

/**
 * @param {string} file
 * @returns {Map<string, LockedPackage>}
 */
function packagesOf(file) {
  return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")).packages));
}

/**
 * @param {LockedPackage} a
 * @param {LockedPackage} b
 */
function isSame(a, b) {
  return a.version === b.version && a.integrity === b.integrity && fitsMachine(b);
}

/**
 * Optional packages are the native parts of others, one per platform: only this machine's must be there.
 * @param {LockedPackage} locked
 */
function isNeeded(locked) {
  if (!locked.optional) return true;
  return locked.os !== undefined && locked.cpu !== undefined && fitsMachine(locked);
}

/** @param {LockedPackage} locked */
function fitsMachine({ os, cpu, libc }) {
  return (
    fits(os, process.platform) && fits(cpu, process.arch) && (libc === undefined || fits(libc, libcFamily()))
  );
}

/**
 * @param {string[] | undefined} allowed names, or `!name` for all but that one
 * @param {string} own
 */
function fits(allowed, own) {
  if (allowed === undefined) return true;
  if (allowed.includes(`!${own}`)) return false;
  return allowed.includes(own) || allowed.every((name) => name.startsWith("!"));
}

/** @type {string | undefined} */
let libc;

function libcFamily() {
  if (libc === undefined) {
    const report = JSON.stringify(process.report?.getReport());
    libc = report.includes('"glibcVersionRuntime"') ? "glibc" : "musl";
  }
  return libc;
}
