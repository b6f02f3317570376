import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What processes have used, from /proc: not a number where the system does not tell. */

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;
const KB = 1_024;
/** Where these stand behind a process's name in /proc/PID/stat. */
const PARENT = 1;
const OWN_TIMES = [11, 12];
/** Of children that have ended and were waited for. */
const ENDED_TIMES = [13, 14];

/**
 * Milliseconds of processor time of a process, all its threads and all it started.
 * @param {number | undefined} pid
 * @returns {number}
 */
export function cpuMs(pid) {
  const members = treeOf(pid);
  if (members.length === 0) return Number.NaN;
  return members.reduce((sum, { fields }) => {
    return [...OWN_TIMES, ...ENDED_TIMES].reduce((ms, at) => ms + Number(fields[at]) * TICK_MS, sum);
  }, 0);
}

/**
 * The most memory a process ever held, in bytes (VmHWM).
 * @param {number | undefined} pid
 * @returns {number}
 */
export function peakBytes(pid) {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return Number.NaN;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1]) * KB;
}

/** @typedef {{ pid: number, fields: string[] }} Member */

/**
 * @param {number | undefined} root
 * @returns {Member[]}
 */
function treeOf(root) {
  if (root === undefined || !existsSync("/proc")) return [];
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)));
  /** @type {(pid: number) => Member[]} */
  const below = (pid) =>
    all.filter(({ fields }) => Number(fields[PARENT]) === pid).flatMap((one) => [one, ...below(one.pid)]);
  return [...all.filter(({ pid }) => pid === root), ...below(root)];
}

/**
 * @param {number} pid
 * @returns {Member[]} none: it has ended meanwhile
 */
function statOf(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return [];
  try {
    return [{ pid, fields: readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [] }];
  } catch (error) {
    if (error instanceof Error && /ENOENT|ESRCH/.test(error.message)) return [];
    throw error;
  }
}
