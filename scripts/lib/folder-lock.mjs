import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { inRoot, ROOT } from "./paths.mjs";

/** Two commands in one folder: installing and building are done by one at a time, and never under a running server. */

const FOLDER = inRoot(".cache");
const LOCK = path.join(FOLDER, "preparing");
const SERVING = path.join(FOLDER, "serving");
const RETRY_MS = 250;
/** Older than any install and build together: its process number has been given to another program since. */
const STALE_MS = 30 * 60_000;

/**
 * Runs `work` while no other process does so in this folder; waits for one that does.
 * @template T
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withFolderLock(say, work) {
  const mine = `${process.pid} ${randomUUID()}`;
  const draft = path.join(FOLDER, `preparing-${randomUUID()}`);
  writeDraft(draft, mine);
  let told = false;
  try {
    while (!tryLink(draft, LOCK)) {
      const holder = readIfThere(LOCK);
      if (holder === undefined) continue;
      if (isStale(holder)) {
        takeAway(holder);
        continue;
      }
      if (!told) say(`waiting for process ${Number.parseInt(holder, 10)}, which is preparing this folder`);
      told = true;
      await delay(RETRY_MS);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const release = () => {
    if (readIfThere(LOCK) === mine) rmSync(LOCK, { force: true });
  };
  process.once("exit", release);
  try {
    return await work();
  } finally {
    release();
    process.off("exit", release);
  }
}

/**
 * The first thing any command writes here: where it cannot, nothing else could be either.
 * @param {string} draft
 * @param {string} mine
 */
function writeDraft(draft, mine) {
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(draft, mine);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${ROOT} must be a folder that you may write to: ${reason}`);
  }
}

/** Notes that this process serves what is built here; answers how to take the note back. */
export function markServing() {
  mkdirSync(SERVING, { recursive: true });
  const note = path.join(SERVING, String(process.pid));
  writeFileSync(note, "");
  const unmark = () => rmSync(note, { force: true });
  process.once("exit", unmark);
  return unmark;
}

/** Throws, with one line, when another process serves what is about to be replaced: it would answer 500 from then on. */
export function refuseWhileServing() {
  mkdirSync(SERVING, { recursive: true });
  let other;
  for (const pid of readdirSync(SERVING).filter((name) => Number(name) !== process.pid)) {
    if (isAlive(Number(pid))) other = pid;
    else rmSync(path.join(SERVING, pid), { force: true }); // it was killed; the number may be given to another
  }
  if (other === undefined) return;
  throw new Error(`the sources have changed, but process ${other} runs from this folder: end it first`);
}

/**
 * A lock whose process is dead is moved aside, which only one of several can do; the file moved is looked at once more,
 * since another may have taken the lock anew in between.
 * @param {string} seen
 */
function takeAway(seen) {
  const aside = path.join(FOLDER, `stale-${randomUUID()}`);
  try {
    renameSync(LOCK, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if (readIfThere(aside) !== seen) tryLink(aside, LOCK);
  rmSync(aside, { force: true });
}

/** @param {string} holder */
function isStale(holder) {
  if (!isAlive(Number.parseInt(holder, 10))) return true;
  const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > STALE_MS;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** @param {unknown} error */
function isMissing(error) {
  return hasCode(error, "ENOENT");
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
