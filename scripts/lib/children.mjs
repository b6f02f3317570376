import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT } from "./paths.mjs";

/** Every process the scripts start is kept here, so that one call ends them all. */

/** The server's own deadline is 10 s; whoever needs longer is ended. */
const END_LIMIT_MS = 15_000;
const SIGNAL_BASE = 128;
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Starts a program in the repository's root.
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
export function startChild(program, args, options) {
  const child = spawn(program, args, { cwd: ROOT, ...options });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end; answers its exit code, 128 + n where a signal ended it. With `quiet` its output is held back
 * and answered, else it goes where ours goes.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(program, args, { env = process.env, quiet = false } = {}) {
  const child = startChild(program, args, {
    env,
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const [code, signal] = await once(child, "close");
  return { code: exitCode(code, signal), output };
}

/**
 * @param {number | null} code
 * @param {keyof typeof SIGNAL_NUMBERS | null} signal
 */
export function exitCode(code, signal) {
  return code ?? SIGNAL_BASE + (signal === null ? 0 : SIGNAL_NUMBERS[signal]);
}

/** Asks everything that runs to end, and ends after a while what does not. */
export function endChildren() {
  for (const child of running) child.kill("SIGTERM");
  setTimeout(() => {
    for (const child of running) child.kill("SIGKILL");
  }, END_LIMIT_MS).unref();
}
