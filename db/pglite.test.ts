import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLogger } from "@/lib/logger";
import type { Database } from "./database";
import { openPglite } from "./pglite";

const logger = createLogger("silent");
let folder: string;
let open: Database | undefined;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "tandem-pglite-")), "data");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await open?.close();
  open = undefined;
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("the folder is made, private, locked while open, and holds its data for the next start", async () => {
  mkdirSync(folder, { mode: 0o755 });
  open = await openPglite(folder, logger);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await expect(openPglite(folder, logger)).rejects.toThrow(
    `DATA_DIR ${folder} is in use by process ${process.pid}`,
  );
  await open.rows(sql`insert into users (email, username, password_hash) values ('a@b.c', 'ann', 'h')`);
  await Promise.all([open.close(), open.close()]);
  open = await openPglite(folder, logger);
  expect(await open.rows(sql`select username from users`)).toEqual([{ username: "ann" }]);
});

test("upkeep runs on timers that hold up no exit and stop on close", async () => {
  const started = [vi.spyOn(globalThis, "setInterval"), vi.spyOn(globalThis, "setTimeout")];
  const stopped = vi.spyOn(globalThis, "clearTimeout");
  open = await openPglite(undefined, logger);
  const timers = started
    .flatMap((spy) => spy.mock.results.filter((_, n) => Number(spy.mock.calls[n]?.[1]) >= 60_000))
    .map((result): unknown => result.value);
  expect(timers).toHaveLength(3);
  for (const timer of timers) expect(isUnref(timer)).toBe(true);
  await open.close();
  const cleared = stopped.mock.calls.map(([timer]): unknown => timer);
  for (const timer of timers) expect(cleared).toContain(timer);
});

test("a folder of another PostgreSQL, damaged files and a folder that cannot be made are each said in one line", async () => {
  const inside = path.join(folder, "pg18");
  mkdirSync(inside, { recursive: true });
  writeFileSync(path.join(inside, "PG_VERSION"), "17\n");
  const oneLine = async (dataDir: string, words: string) => {
    const error = await openPglite(dataDir, logger).then(
      () => new Error("it was opened"),
      (reason: Error) => reason,
    );
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/^DATA_DIR [^\n]+$/);
  };
  await oneLine(folder, "holds a database of PostgreSQL 17; this Tandem reads 18");
  writeFileSync(path.join(inside, "PG_VERSION"), "18\n");
  await oneLine(folder, "cannot be opened");
  expect(readFileSync(path.join(inside, "PG_VERSION"), "utf8")).toBe("18\n");
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  await oneLine(path.join(file, "below"), "cannot be made or is not yours to write");
  rmSync(inside, { recursive: true });
  open = await openPglite(folder, logger); // the lock was given back each time
});

function isUnref(timer: unknown): boolean {
  if (typeof timer !== "object" || timer === null || !("hasRef" in timer)) return false;
  return typeof timer.hasRef === "function" && timer.hasRef() === false;
}
