import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { constants, getPriority, tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createAnalysers } from "@/lib/assistant/analysers/create-analysers";
import type { Program } from "@/lib/assistant/analysers/programs";
import type { Analysers } from "@/lib/assistant/problem";
import { createLogger, type Logger } from "@/lib/logger";

/** What a process that hangs, crashes or grows does to those who wait: the processes are real, the analysers wild. */

const LIMIT_MS = 2_000;
const LATE_MS = 300;

let folder: string;
let program: Program;
const started: Analysers[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-analysers-"));
  const file = path.join(folder, "wild.mjs");
  await build({
    entryPoints: ["test-support/misbehaving-analyser.ts"],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  program = {
    name: "test",
    languages: ["c"],
    file,
    flags: [],
    priority: 10,
    tellsEach: false,
    lateAfterMs: LATE_MS,
    limitMs: LIMIT_MS,
  };
});
afterEach(async () => {
  for (const analysers of started.splice(0)) await analysers.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const silent = createLogger("silent");

function start(use: Partial<Program> = {}, logger: Logger = silent): Analysers {
  const analysers = createAnalysers({ logger, use: [{ ...program, ...use }] });
  started.push(analysers);
  return analysers;
}

const c = (text: string) => ({ language: "c", name: "a.c", text });

async function pidOf(analysers: Analysers, key = "pid"): Promise<number> {
  const { problems } = await analysers.analyse(key, c(`tell ${Math.random()}`));
  return Number.parseInt(problems[0]?.message ?? "", 10);
}

test("a child has low priority and nothing of our environment", async () => {
  const analysers = start();
  const { problems } = await analysers.analyse("1", c("environment"));
  expect(problems.find(({ source }) => source === "wild")?.message).toBe("NODE_ENV");
  expect(getPriority(await pidOf(analysers))).toBe(constants.priority.PRIORITY_BELOW_NORMAL);
});

test("a text that hangs is ended, keeps what was found before, and nobody else waits for it", async () => {
  const analysers = start({ limitMs: 4_000 });
  await pidOf(analysers);
  let over = false;
  const hung = analysers.analyse("1", c("hang")).finally(() => {
    over = true;
  });
  const others = await Promise.all(
    Array.from({ length: 8 }, (_, index) => analysers.analyse(`other ${index}`, c(`calm ${index}`))),
  );
  expect(over).toBe(false);
  expect(others.every(({ missing, problems }) => missing.length === 0 && problems.length === 1)).toBe(true);
  const { problems, missing } = await hung;
  expect(missing).toEqual(["wild", "never"]);
  expect(problems.map(({ source }) => source)).toEqual(["calm"]);
});

test("an analyser that ends its process three times on one text is off for it, and only for it", async () => {
  const analysers = start();
  for (let time = 0; time < 3; time++)
    expect((await analysers.analyse(`file ${time}`, c("exit now"))).missing).toEqual(["wild", "never"]);
  const pid = await pidOf(analysers);
  const { missing, problems } = await analysers.analyse("file 9", c("exit now"));
  expect({ missing, pid: Number.parseInt(problems[0]?.message ?? "", 10) }).toEqual({
    missing: ["wild"],
    pid,
  });
  expect((await analysers.analyse("file 9", c("calm"))).missing).toEqual([]);
});

test("one file whose text changes all the time cannot go on ending processes", async () => {
  const analysers = start();
  for (let time = 0; time < 3; time++)
    expect((await analysers.analyse("one file", c(`exit ${time}`))).missing).toEqual(["wild", "never"]);
  expect((await analysers.analyse("one file", c("exit 4"))).missing).toEqual(["wild"]);
  expect((await analysers.analyse("another", c("calm"))).missing).toEqual([]);
});

test("what an analyser throws is told without the text, and a fresh process goes on", async () => {
  const told: string[] = [];
  const note = (fields: object, message: string) => told.push(`${message} ${JSON.stringify(fields)}`);
  const analysers = start({}, { debug: note, info: note, warn: note, error: note });
  const before = await pidOf(analysers);
  expect((await analysers.analyse("1", c("throw"))).missing).toEqual(["wild"]);
  expect(await pidOf(analysers)).not.toBe(before);
  expect(told.join("\n")).not.toContain("secret");
});

test("a text that takes all memory ends its process, not ours", async () => {
  const analysers = start({ limitMs: 30_000 });
  const { missing } = await analysers.analyse("1", c("grow"));
  expect(missing).toEqual(["wild", "never"]);
  expect((await analysers.analyse("1", c("calm"))).missing).toEqual([]);
});

test("of the texts of one file that wait, the newest takes the place of the others", async () => {
  const analysers = start({ lateAfterMs: 60_000 });
  await pidOf(analysers);
  const first = analysers.analyse("file", c("slow"));
  const [older, newer] = await Promise.all([
    analysers.analyse("file", c("older")),
    analysers.analyse("file", c("newer")),
  ]);
  expect((await first).text).toBe("slow");
  expect([older.text, newer.text]).toEqual(["newer", "newer"]);
  expect(older.problems).toEqual(newer.problems);
});

test("an aborted call ends at once, and its text is not analysed any more", async () => {
  const analysers = start({ lateAfterMs: 60_000 });
  await pidOf(analysers);
  const slow = analysers.analyse("1", c("slow"));
  const abort = new AbortController();
  const waiting = analysers.analyse("2", c("exit"), { signal: abort.signal });
  abort.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  const pid = Number.parseInt((await slow).problems[0]?.message ?? "", 10);
  expect(await pidOf(analysers)).toBe(pid);
  await expect(analysers.analyse("3", c("x"), { signal: abort.signal })).rejects.toThrow("gone");
});

test("the same text is analysed once", async () => {
  const analysers = start();
  const [one, two] = await Promise.all([
    analysers.analyse("a", c("same")),
    analysers.analyse("a", c("same")),
  ]);
  expect(one).toEqual(two);
  expect(await analysers.analyse("b", c("same"))).toEqual(one);
});

test("a program that cannot be started is named, and nobody waits for ever", async () => {
  const analysers = start({ file: path.join(folder, "missing.mjs") });
  const asked = analysers.analyse("1", c("calm"));
  await analysers.stop();
  expect(await asked).toEqual({ text: "calm", problems: [], missing: ["test"] });
  expect((await analysers.analyse("1", c("later"))).missing).toEqual(["test"]);
  await analysers.stop();
});

test("stopping ends every process", async () => {
  const analysers = start();
  const pid = await pidOf(analysers);
  await analysers.stop();
  expect(isThere(pid)).toBe(false);
});

test("a child ends with its parent, also while it hangs", async () => {
  const file = path.join(folder, "parent.mjs");
  await writeFile(
    file,
    `import { fork } from "node:child_process";
     const child = fork(${JSON.stringify(program.file)}, { env: {} });
     child.on("message", ({ type }) => {
       if (type !== "ready") return;
       child.send({ id: 1, language: "c", name: "a.c", text: "hang", large: false, off: [], limitMs: 60_000 });
       process.stdout.write("hangs");
     });`,
  );
  const parent = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  await once(parent.stdout, "data");
  const gone = once(parent.stdout.resume(), "end"); // its child writes there as well, so this is when both are gone
  parent.kill("SIGKILL");
  await gone;
}, 10_000);

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
