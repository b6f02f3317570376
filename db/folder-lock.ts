import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/**
 * A lock on a data folder: PGlite has none of its own, and two openers lose data in silence. A pid file is not enough
 * (pids repeat, in containers at once), so each starter listens on a socket of its own, and lock files name it.
 *
 * `lock` names a holder. When that one is dead, its successor is who could make `lock.<its id>.next`, and so on: a link
 * fails when its target exists, so of any number of starters one goes on, however long the others are held up. The first
 * in the chain that lives has the folder, and its file becomes `lock`.
 * Trap: the socket's name is unique per attempt, since closing a losing listener unlinks its file.
 */
const holderSchema = z.object({ id: z.string(), pid: z.number(), host: z.string(), socket: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Longest path a Unix socket may have on every system, with room to spare. */
const SOCKET_PATH_MAX = 100;
const PROBE_LIMIT_MS = 1_000;
/** Starters that died before they were the holder, and turns lost to others: far more than can happen. */
const CHAIN_MAX = 100;
const ROUNDS_MAX = 100;
/** A file cut short by a full disk or a loss of power: nobody holds it. */
const DAMAGED: Holder = { id: "damaged", pid: 0, host: "", socket: "" };
/** Nobody listens. Any other error (no right to ask, say) may come from a socket with somebody behind it. */
const NOBODY_THERE = ["ECONNREFUSED", "ENOENT", "ENOTSOCK"];

/** Takes the lock or throws one readable line that names DATA_DIR and the holder. Answers how to release it (idempotent). */
export async function lockFolder(folder: string): Promise<() => void> {
  const id = randomBytes(6).toString("hex");
  const mine: Holder = { id, pid: process.pid, host: hostname(), socket: socketPath(folder, id) };
  const listener = net.createServer((connection) => connection.end());
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(mine.socket, resolve);
  });
  listener.unref();
  const temporary = path.join(folder, `lock.${id}`);
  try {
    writeFileSync(temporary, JSON.stringify(mine), { mode: 0o600 });
    await take(folder, temporary, mine);
  } catch (error) {
    listener.close();
    throw error;
  } finally {
    remove(temporary);
  }
  let released = false;
  return () => {
    if (released) return;
    released = true;
    removeOwn(firstFile(folder), mine);
    listener.close();
  };
}

async function take(folder: string, temporary: string, mine: Holder): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = await walk(folder);
    if (before.alive !== null) throw inUse(folder, before.alive);
    if (!linked(temporary, before.end)) continue; // somebody was quicker: see who
    // The end of a chain that was replaced meanwhile is worth nothing: what counts is who is found from its start.
    const { alive, dead, end } = await walk(folder);
    if (alive?.id === mine.id) {
      if (end !== firstFile(folder)) renameSync(end, firstFile(folder));
      for (const holder of dead) clear(folder, holder);
      return;
    }
    removeOwn(before.end, mine);
    if (alive !== null) throw inUse(folder, alive);
  }
  throw new AppError("conflict", `DATA_DIR ${folder} is being opened by several processes at once`);
}

/** From `lock` to the first holder that lives, or to the place where a new one belongs. */
async function walk(folder: string): Promise<{ alive: Holder | null; dead: Holder[]; end: string }> {
  const dead: Holder[] = [];
  let end = firstFile(folder);
  while (dead.length < CHAIN_MAX) {
    const holder = readHolder(end);
    if (holder === null) return { alive: null, dead, end };
    if (await isAlive(holder)) return { alive: holder, dead, end };
    dead.push(holder);
    end = nextFile(folder, holder);
  }
  throw new AppError("conflict", `DATA_DIR ${folder} holds damaged lock files: remove its files named lock*`);
}

const firstFile = (folder: string) => path.join(folder, "lock");
const nextFile = (folder: string, { id }: Holder) => path.join(folder, `lock.${id}.next`);

function inUse(folder: string, { pid, host }: Holder): AppError {
  return new AppError("conflict", `DATA_DIR ${folder} is in use by process ${pid} on ${host}`);
}

/** Whether `file` is now another name of `temporary`; not when it exists, and never half. */
function linked(temporary: string, file: string): boolean {
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Null: there is no such file. */
function readHolder(file: string): Holder | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return DAMAGED;
  }
}

async function isAlive({ socket }: Holder): Promise<boolean> {
  if (socket === "") return false;
  return new Promise((resolve) => {
    const probe = net.connect(socket);
    const done = (alive: boolean) => {
      probe.destroy();
      resolve(alive);
    };
    probe.setTimeout(PROBE_LIMIT_MS, () => done(true));
    probe.once("connect", () => done(true));
    probe.once("error", (error) => done(!NOBODY_THERE.includes(codeOf(error) ?? "")));
  });
}

/** What a dead holder left: its successor's place, its socket, and the file it may not have come to remove. */
function clear(folder: string, holder: Holder): void {
  remove(nextFile(folder, holder));
  remove(path.join(folder, `lock.${holder.id}`));
  if (holder.socket !== "" && process.platform !== "win32") remove(holder.socket);
}

function removeOwn(file: string, { id }: Holder): void {
  if (readHolder(file)?.id === id) remove(file);
}

function socketPath(folder: string, id: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\tandem-${id}`;
  const inside = path.join(folder, `lock.${id}.sock`);
  return inside.length < SOCKET_PATH_MAX ? inside : path.join(tmpdir(), `tandem-${id}.sock`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

const remove = (file: string): void => rmSync(file, { force: true });
