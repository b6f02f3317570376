import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock";

const STARTERS = 6;
const ROUNDS = 6;

let programs: string;
let program: string;
let folder: string;
const children = new Set<ChildProcess>();

/** A process that tries to take the lock, says how it went, and keeps it until it is killed. */
beforeAll(async () => {
  const script = `
    import { lockFolder } from "./db/folder-lock";
    process.stdin.once("data", () => lockFolder(process.argv[2] ?? "").then(
      () => process.stdout.write("held\\n"),
      (error) => process.stdout.write(error.message + "\\n"),
    ));
    process.stdout.write("ready\\n");`;
  programs = mkdtempSync(path.join(tmpdir(), "tandem-lock-program-"));
  program = path.join(programs, "starter.mjs");
  await build({
    stdin: { contents: script, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: program,
  });
});
afterAll(() => rmSync(programs, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tandem-lock-"));
});
afterEach(async () => {
  for (const child of children) await kill(child);
  rmSync(folder, { recursive: true, force: true });
});

interface Starter {
  child: ChildProcess;
  /** Lets it try; answers what it says. */
  go(): Promise<string>;
}

async function starter(): Promise<Starter> {
  const child = spawn(process.execPath, [program, folder], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("ready");
  return {
    child,
    async go() {
      child.stdin.write("go\n");
      return String((await lines.next()).value);
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

const left = () => readdirSync(folder).filter((name) => !name.endsWith(".sock"));

test("the second opener is refused with one line that names the folder and the holder, until it is released", async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(
    new RegExp(`^DATA_DIR ${folder} is in use by process ${process.pid} on \\S+$`),
  );
  release();
  release();
  (await lockFolder(folder))();
  expect(readdirSync(folder)).toEqual([]);
});

test("another process is refused, and takes over what a killed one left", async () => {
  const [first, second] = [await starter(), await starter()];
  expect(await first.go()).toBe("held");
  expect(await second.go()).toBe(
    `DATA_DIR ${folder} is in use by process ${first.child.pid} on ${hostname()}`,
  );
  await kill(first.child);
  const release = await lockFolder(folder);
  expect(left()).toEqual(["lock"]);
  release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a holder that is only stopped still holds it", async () => {
  const { child, go } = await starter();
  expect(await go()).toBe("held");
  child.kill("SIGSTOP");
  await expect(lockFolder(folder)).rejects.toThrow("is in use");
});

test("of starters that race, over what killed ones left too, exactly one wins each time", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const racers = await Promise.all(Array.from({ length: STARTERS }, starter));
    const said = await Promise.all(racers.map(({ go }) => go()));
    const winners = racers.filter((_, n) => said[n] === "held");
    expect(said.filter((line) => line !== "held" && !line.includes("in use by process"))).toEqual([]);
    expect(winners).toHaveLength(1);
    expect(left()).toEqual(["lock"]);
    await Promise.all(racers.map(({ child }) => kill(child)));
  }
});

test("starters in one process race too", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const results = await Promise.allSettled(Array.from({ length: STARTERS }, () => lockFolder(folder)));
    const held = results.filter((result) => result.status === "fulfilled");
    expect(held).toHaveLength(1);
    for (const result of held) result.value();
  }
});

test("a lock file that was cut short, and a holder that died on its way, are nobody's", async () => {
  writeFileSync(path.join(folder, "lock"), '{"pid":');
  (await lockFolder(folder))();
  const dead = (id: string) =>
    JSON.stringify({ id, pid: 1, host: "h", socket: path.join(folder, `${id}.sock`) });
  writeFileSync(path.join(folder, "lock"), dead("a"));
  writeFileSync(path.join(folder, "lock.a.next"), dead("b"));
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow("is in use");
  expect(left()).toEqual(["lock"]);
  release();
});

test("a folder with a long path is locked as well", async () => {
  const deep = path.join(folder, "x".repeat(120));
  mkdirSync(deep);
  const release = await lockFolder(deep);
  await expect(lockFolder(deep)).rejects.toThrow("is in use");
  release();
});
