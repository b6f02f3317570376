import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

/** `npm start` as a whole: npm, the launcher, the built server, and every way to end them. */

const END_LIMIT_MS = 15_000;
const POLL_MS = 50;

let dataDir: string;
beforeAll(async () => {
  if (!existsSync("dist/server.mjs"))
    throw new Error("dist/server.mjs is missing: run `npm run build` first");
  dataDir = await mkdtemp(path.join(tmpdir(), "tandem start-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const started: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of started.splice(0)) if (pid !== undefined) signalIfThere(-pid, "SIGKILL");
});

/** Starts npm in a process group of its own, as a terminal does. */
function npmStart(env: Record<string, string> = {}) {
  const npm = spawn("npm", ["start"], {
    detached: true,
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      SECRET_KEY: "",
      LOG_LEVEL: "error",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(npm);
  let said = "";
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return { npm, said: () => said };
}

/** Waits until the server listens; answers its address and the processes, outermost first: npm, …, launcher, server. */
async function ready({ npm, said }: ReturnType<typeof npmStart>) {
  const match = await until(() => {
    if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}:\n${said()}`);
    return /ready at http:\/\/localhost:(\d+)/.exec(said());
  }, 60_000);
  const processes = descendants(npm.pid ?? 0);
  expect(processes.length, "npm, the launcher and the server at least").toBeGreaterThanOrEqual(3);
  return { url: `http://127.0.0.1:${match[1]}`, processes };
}

async function until<T>(look: () => T | null | undefined | false, limitMs: number): Promise<T> {
  for (const deadline = Date.now() + limitMs; ; await delay(POLL_MS)) {
    const found = look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms`);
  }
}

function descendants(root: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) {
    for (const [pid, ppid] of pairs) if (ppid === parent && pid !== undefined) found.push(pid);
  }
  return found;
}

function signalIfThere(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // ESRCH: it has ended, which is what is asked for
  }
}

async function expectNothingLeft(url: string, processes: number[]): Promise<void> {
  await until(() => processes.every((pid) => !signalIfThere(pid, 0)), END_LIMIT_MS);
  await expect(fetch(url)).rejects.toThrow();
}

describe("nothing is left behind, and the port is free, after", () => {
  const last = (pids: number[], fromEnd: number) => pids.at(-1 - fromEnd) ?? 0;
  test.each<[string, (pids: number[]) => number, NodeJS.Signals]>([
    ["Ctrl+C, which all of them hear", ([npm = 0]) => -npm, "SIGINT"],
    ["SIGINT to npm", ([npm = 0]) => npm, "SIGINT"],
    ["SIGTERM to npm", ([npm = 0]) => npm, "SIGTERM"],
    ["SIGHUP to npm", ([npm = 0]) => npm, "SIGHUP"],
    ["a closed terminal, which all of them hear", ([npm = 0]) => -npm, "SIGHUP"],
    ["kill -9 of npm", ([npm = 0]) => npm, "SIGKILL"],
    ["SIGTERM to what npm has started", ([, next = 0]) => next, "SIGTERM"],
    ["SIGTERM to the launcher", (pids) => last(pids, 1), "SIGTERM"],
    ["SIGHUP to the launcher", (pids) => last(pids, 1), "SIGHUP"],
    ["kill -9 of the launcher", (pids) => last(pids, 1), "SIGKILL"],
    ["kill -9 of the server", (pids) => last(pids, 0), "SIGKILL"],
  ])("%s", async (_name, target, signal) => {
    const { url, processes } = await ready(npmStart());
    expect((await fetch(`${url}/api/v1/health/live`)).status).toBe(200);
    signalIfThere(target(processes), signal);
    await expectNothingLeft(url, processes);
  });
});

test("a wrong configuration ends npm start with one line that names the variable", async () => {
  const run = npmStart({ MAX_FILE_BYTES: "plenty" });
  const [code] = await once(run.npm, "close");
  expect(code).not.toBe(0);
  const lines = run.said().split("\n");
  expect(lines.filter((line) => line.includes("MAX_FILE_BYTES"))).toEqual([
    expect.stringMatching(/^Tandem cannot start: MAX_FILE_BYTES must be /),
  ]);
});

test("a second npm start in the same folder says who holds the data, and the first goes on", async () => {
  const first = await ready(npmStart());
  const second = npmStart();
  const [code] = await once(second.npm, "close");
  expect(code).not.toBe(0);
  expect(second.said()).toMatch(/^Tandem cannot start: .*in use by process \d+/m);
  expect((await fetch(`${first.url}/api/v1/health/live`)).status).toBe(200);
});
