import { spawnSync } from "node:child_process";

const INSTALL_LIMIT_MS = 10 * 60_000;

/**
 * Installs one Debian package where that is possible without asking a person: as root, or by sudo without a password.
 * Answers false where it is not; the caller then says what is missing.
 * @param {string} name
 * @param {(line: string) => void} say
 * @returns {boolean}
 */
export function installDebianPackage(name, say) {
  const prefix = rootPrefix();
  if (prefix === undefined || !works("apt-get", ["--version"])) return false;
  say(`installing ${name} with apt-get`);
  const install = ["apt-get", "install", "-y", "--no-install-recommends", name];
  // The package lists may be missing (as in a fresh container) or old: the second try brings them up to date.
  return (
    runAsRoot(prefix, install) || (runAsRoot(prefix, ["apt-get", "update"]) && runAsRoot(prefix, install))
  );
}

/** @returns {string[] | undefined} what to put before a command so that it runs as root */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return works("sudo", ["-n", "true"]) ? ["sudo", "-n"] : undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function works(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/**
 * @param {string[]} prefix
 * @param {string[]} command
 */
function runAsRoot(prefix, command) {
  const [program = "", ...args] = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", ...command];
  const done = spawnSync(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    timeout: INSTALL_LIMIT_MS,
  });
  return done.status === 0;
}
