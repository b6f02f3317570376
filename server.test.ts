import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call, createAccount, createFile, getFile } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { connectLive } from "@/test-support/live-client";
import { startServer } from "@/test-support/server";

/** Starting and stopping the built server as a user does, with what can be wrong about it. */

let folder: string;
/** For starts that are to fail: a first start would make a database before it comes to that. */
let unused: string;
const dataDirs: string[] = [];
const dataDirOfATest = async () => {
  const dataDir = await newDataDir();
  dataDirs.push(dataDir);
  return dataDir;
};
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-boot-"));
  unused = await dataDirOfATest();
});
afterAll(async () => {
  for (const left of [folder, ...dataDirs]) await rm(left, { recursive: true, force: true });
});

const SERVER = path.resolve("dist", "server.mjs");

/** Starts it to its end; answers what it said on standard error. */
function runToEnd(
  env: Record<string, string>,
  cwd = process.cwd(),
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [SERVER], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: "0",
      HOST: "127.0.0.1",
      DATABASE_URL: "",
      SECRET_KEY: "",
      LOG_LEVEL: "silent",
      DATA_DIR: unused,
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += String(chunk);
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said: said.trim() })));
}

describe("a wrong configuration stops the start with one line that names the variable", () => {
  test.each([
    ["PORT", { PORT: "eighty" }],
    ["PORT", { PORT: "70000" }],
    ["HOST", { HOST: "192.0.2.1" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://localhost/x", SECRET_KEY: "k3y-".repeat(10) }],
    ["SECRET_KEY", { DATABASE_URL: "postgres://localhost/x" }],
    ["SECRET_KEY", { SECRET_KEY: "short" }],
    ["SECRET_KEY", { SECRET_KEY: "change-me-change-me-change-me-change-me" }],
    ["MAX_FILE_BYTES", { MAX_FILE_BYTES: "-1" }],
    ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
    ["TRUST_PROXY", { TRUST_PROXY: "yes" }],
    ["PUBLIC_URL", { PUBLIC_URL: "code.example.com" }],
    ["RATE_LIMITS", { RATE_LIMITS: "maybe" }],
  ])("%s of %o", async (name, env) => {
    const { code, said } = await runToEnd(env);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^Tandem cannot start: ${name} `));
    expect(said.split("\n")).toHaveLength(1);
  });
});

test("`.env` in the working folder is read, and the environment wins over it", async () => {
  const cwd = path.join(folder, "with an env file");
  await mkdir(cwd);
  await writeFile(path.join(cwd, ".env"), "MAX_FILE_BYTES=plenty\n");
  expect((await runToEnd({}, cwd)).said).toMatch(/^Tandem cannot start: MAX_FILE_BYTES must be .+$/);
  await writeFile(path.join(cwd, ".env"), "MAX_FILE_BYTES=4096\n");
  expect((await runToEnd({ MAX_FILE_BYTES: "-1" }, cwd)).said).toMatch(/: MAX_FILE_BYTES must be .+$/);
  await rm(path.join(cwd, ".env"));
  await mkdir(path.join(cwd, ".env"));
  expect((await runToEnd({}, cwd)).said).toMatch(/^Tandem cannot start: \.env .+ cannot be read .+$/);
});

test("a port in use is said in one line, and the other program keeps it", async () => {
  const other = http.createServer((_request, response) => response.end("mine"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const address = other.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, said } = await runToEnd({ PORT: String(port) });
  expect(code).toBe(1);
  expect(said).toMatch(/^Tandem cannot start: PORT \d+ is in use/);
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("mine");
  other.close();
});

test("a second server on the same data folder is refused and harms nothing", async () => {
  const dataDir = await dataDirOfATest();
  const first = await startServer({ dataDir });
  const owner = await createAccount(first.url, "first");
  const file = await createFile(first.url, owner.token, "kept.txt", "still here");
  const { code, said } = await runToEnd({ DATA_DIR: dataDir });
  expect(code).toBe(1);
  expect(said).toMatch(/^Tandem cannot start: .*in use by process \d+/);
  expect(said.split("\n")).toHaveLength(1);
  expect((await getFile(first.url, owner.token, file.id)).content).toBe("still here");
  await first.stop();
});

test("the data folder is private, and everything is still there after a stop and a start", async () => {
  const dataDir = path.join(folder, "first start");
  const first = await startServer({ dataDir });
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  const owner = await createAccount(first.url, "again");
  const file = await createFile(first.url, owner.token, "notes.md", "# Notes\r\nkept");
  expect(await first.stop()).toBe(0);
  const second = await startServer({ dataDir });
  const read = await getFile(second.url, owner.token, file.id);
  expect(read.content).toBe("# Notes\nkept");
  expect(read.language).toBe("markdown");
  await second.stop();
});

test("SIGTERM tells live connections to come back (1012), stores what was sent, and ends within its deadline", async () => {
  const dataDir = await dataDirOfATest();
  const server = await startServer({ dataDir });
  const owner = await createAccount(server.url, "term");
  const file = await createFile(server.url, owner.token, "term.txt");
  const client = connectLive(server.url, file.id, owner.token);
  await client.synced;
  await client.edit((text) => text.insert(0, "before the end"));
  const ended = new Promise<void>((resolve) => client.socket.once("disconnect", () => resolve()));
  expect(await server.stop()).toBe(0);
  await ended;
  expect(client.closed()?.code).toBe(1012);
  const next = await startServer({ dataDir });
  expect((await getFile(next.url, owner.token, file.id)).content).toBe("before the end");
  await next.stop();
});

test("unknown paths and unknown upgrades are answered, and health says live and ready", async () => {
  const server = await startServer();
  expect((await call(server.url, "GET", "/health/live")).status).toBe(200);
  expect((await call(server.url, "GET", "/health/ready/")).status).toBe(200);
  expect((await call(server.url, "GET", "/nowhere")).status).toBe(404);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = http.get(`${server.url}/elsewhere`, {
      headers: { connection: "Upgrade", upgrade: "websocket" },
    });
    request.on("response", (response) => resolve(response.statusCode));
    request.on("error", reject);
  });
  expect(status).toBe(404);
  await server.stop();
});
