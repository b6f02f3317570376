import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import net from "node:net";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/**
 * A lock on a data folder: PGlite has none of its own, and two openers lose data in silence. A pid file is not enough
 * (pids repeat, in containers at once), so the holder listens on a socket of its own and the lock file names it.
 * Trap: the socket's name is unique per attempt, since closing a losing listener unlinks its file.
 */
const lockSchema = z.object({ pid: z.number(), host: z.string(), socket: z.string() });
type LockFile = z.infer<typeof lockSchema>;

/** Longest path a Unix socket may have on every system, with room to spare. */
const SOCKET_PATH_MAX = 100;
const SETTLE_MS = 250;
const PROBE_LIMIT_MS = 1_000;
const ROUNDS_MAX = 40;

/** Takes the lock or throws one readable line that names the holder. Answers how to release it (idempotent). */
export async function lockFolder(folder: string): Promise<() => void> {
  const id = randomBytes(6).toString("hex");
  const socket = socketPath(folder, id);
  const listener = net.createServer((connection) => connection.end());
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(socket, resolve);
  });
  listener.unref();
  const lockFile = path.join(folder, "lock");
  const mine: LockFile = { pid: process.pid, host: hostname(), socket };
  const temporary = path.join(folder, `lock.${id}`);
  writeFileSync(temporary, JSON.stringify(mine), { mode: 0o600 });
  try {
    await take(lockFile, temporary, mine, folder);
  } catch (error) {
    listener.close();
    throw error;
  } finally {
    ignoreMissing(() => unlinkSync(temporary));
  }
  let released = false;
  return () => {
    if (released) return;
    released = true;
    if (readLock(lockFile)?.socket === socket) ignoreMissing(() => unlinkSync(lockFile));
    listener.close();
  };
}

async function take(lockFile: string, temporary: string, mine: LockFile, folder: string): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (createOnly(temporary, lockFile)) return;
    const holder = readLock(lockFile);
    if (holder !== null && (await isAlive(holder.socket))) {
      throw new AppError(
        "conflict",
        `the data folder ${folder} is in use by process ${holder.pid} on ${holder.host}`,
      );
    }
    // Left behind by a killed process. Unchanged since: replace it, then see whether another starter did the same.
    if (readLock(lockFile)?.socket !== holder?.socket) continue;
    writeFileSync(temporary, JSON.stringify(mine), { mode: 0o600 });
    renameSync(temporary, lockFile);
    await sleep(SETTLE_MS);
    if (readLock(lockFile)?.socket === mine.socket) return;
    writeFileSync(temporary, JSON.stringify(mine), { mode: 0o600 });
  }
  throw new AppError("conflict", `the data folder ${folder} is being opened by several processes at once`);
}

/** `link` fails when the target exists, atomically. */
function createOnly(temporary: string, lockFile: string): boolean {
  try {
    linkSync(temporary, lockFile);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function readLock(lockFile: string): LockFile | null {
  try {
    const parsed = lockSchema.safeParse(JSON.parse(readFileSync(lockFile, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // missing, or cut short by a full disk: nobody holds it
  }
}

function isAlive(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.connect(socket);
    const done = (alive: boolean) => {
      probe.destroy();
      resolve(alive);
    };
    probe.setTimeout(PROBE_LIMIT_MS, () => done(true));
    probe.once("connect", () => done(true));
    probe.once("error", () => done(false));
  });
}

function socketPath(folder: string, id: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\tandem-${id}`;
  const inside = path.join(folder, `lock.${id}.sock`);
  return inside.length < SOCKET_PATH_MAX ? inside : path.join(tmpdir(), `tandem-${id}.sock`);
}

function ignoreMissing(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing) throw error;
  }
}
