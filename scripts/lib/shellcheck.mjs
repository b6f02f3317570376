import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { findProgram } from "./find-program.mjs";

/** Where PATH may not lead. */
const USUAL_FOLDERS = ["/usr/bin", "/usr/local/bin"];

/**
 * The folder of the `shellcheck` program: on PATH, else installed. Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options]
 * @returns {string}
 */
export function locateShellcheck({ install = false, say = () => {} } = {}) {
  const found = find() ?? (install && installDebianPackage("shellcheck", say) ? find() : undefined);
  if (found !== undefined) return found;
  throw new Error("ShellCheck is missing: install it (Debian: apt-get install shellcheck)");
}

function find() {
  const program = findProgram("shellcheck", USUAL_FOLDERS);
  return program === undefined ? undefined : path.dirname(program);
}
