import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";

/** scripts/start.sh up to where Docker takes over: `docker` is a script here that says what it was asked. */

const folder = mkdtempSync(path.join(tmpdir(), "tandem-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clone = path.join(folder, "a clone");
const programs = path.join(folder, "bin");
const envFile = path.join(clone, ".env");

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(clone, "scripts"), { recursive: true });
  mkdirSync(programs);
  copyFileSync("scripts/start.sh", path.join(clone, "scripts", "start.sh"));
  copyFileSync(".env.example", path.join(clone, ".env.example"));
  placeDocker('echo "docker $*"');
});

function placeDocker(body: string): void {
  const program = path.join(programs, "docker");
  writeFileSync(program, `#!/bin/sh\n${body}\n`);
  chmodSync(program, 0o755);
}

function start(args: string[] = [], env: Record<string, string> = {}) {
  const done = spawnSync(path.join(clone, "scripts", "start.sh"), args, {
    cwd: "/",
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: `${programs}:${process.env.PATH}`, ...env },
  });
  return { code: done.status, said: done.stdout.trim(), complained: done.stderr.trim() };
}

const secretOf = (name: string) =>
  new RegExp(`^${name}=(.*)$`, "m").exec(readFileSync(envFile, "utf8"))?.[1] ?? "";

test("makes a private .env with fresh secrets, from any folder, and hands its arguments on", () => {
  const { code, said } = start(["-d", "--scale", "web=3"]);
  expect(code).toBe(0);
  expect(said.split("\n").at(-1)).toBe("docker compose up --build -d --scale web=3");
  expect(statSync(envFile).mode & 0o777).toBe(0o600);
  expect(secretOf("SECRET_KEY")).toMatch(/^[0-9a-f]{64}$/);
  expect(secretOf("POSTGRES_PASSWORD")).toMatch(/^[0-9a-f]{64}$/);
  expect(secretOf("PORT")).toBe("8000");
  const first = readFileSync(envFile, "utf8");
  start();
  expect(readFileSync(envFile, "utf8"), "a second start changes nothing").toBe(first);
});

test.each(["", "SECRET_KEY=", 'SECRET_KEY=""', "SECRET_KEY= # none yet"])(
  "puts a key into a .env that has none: %j",
  (line) => {
    writeFileSync(envFile, `PORT=9000\n${line}`);
    const { said } = start();
    expect(said).toContain("http://localhost:9000");
    expect(readFileSync(envFile, "utf8")).toMatch(/^PORT=9000\n\n?SECRET_KEY=[0-9a-f]{64}\n$/);
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
  },
);

test("leaves a key alone that is in .env or in the environment", () => {
  const own = "SECRET_KEY='mine'\n";
  writeFileSync(envFile, own);
  start();
  expect(readFileSync(envFile, "utf8")).toBe(own);
  writeFileSync(envFile, "PORT=9000\n");
  start([], { SECRET_KEY: "from the environment" });
  expect(readFileSync(envFile, "utf8")).toBe("PORT=9000\n");
});

test("says in one line what of Docker is missing, and makes no .env", () => {
  placeDocker('[ "$1" = info ] && exit 1; exit 0');
  expect(start()).toMatchObject({
    code: 1,
    complained: expect.stringMatching(/^tandem: docker does not answer: .+$/),
  });
  placeDocker('[ "$1" = compose ] && exit 1; exit 0');
  expect(start()).toMatchObject({
    code: 1,
    complained: expect.stringMatching(/^tandem: docker has no compose: .+$/),
  });
  rmSync(path.join(programs, "docker"));
  const nowhere = path.join(folder, "nowhere");
  mkdirSync(nowhere);
  for (const tool of ["dirname", "sed", "tail", "od", "tr", "mktemp", "cat", "mv", "rm"]) {
    const found = spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim();
    writeFileSync(path.join(nowhere, tool), `#!/bin/sh\nexec ${found} "$@"\n`, { mode: 0o755 });
  }
  expect(start([], { PATH: nowhere })).toMatchObject({
    code: 1,
    complained: expect.stringMatching(/^tandem: docker is missing: .+$/),
  });
  expect(() => statSync(envFile)).toThrow();
});

test("Docker's answer is the command's answer", () => {
  placeDocker('case "$*" in *up*) exit 17;; esac');
  expect(start().code).toBe(17);
});
