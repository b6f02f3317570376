import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createContainer } from "./create-container";
import { parseEnv } from "./env";
import type { Logger } from "./logger";

let folder: string;
let said: string[];
let logger: Logger;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-container-"));
  said = [];
  const note = (level: string) => (_fields: object, message: string) =>
    void said.push(`${level}: ${message}`);
  logger = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const KEY = "k3y-that-nobody-knows-0123456789abcdef";

test("the embedded default says what it is, keeps its key, and refuses a second process without touching anything", async () => {
  const env = parseEnv({ DATA_DIR: path.join(folder, "new", "data") });
  const first = await createContainer(env, logger);
  expect(said.join("\n")).toMatch(/info: .*one process and not proof against power loss/);
  const keyFile = path.join(env.dataDir, "secret.key");
  const key = await readFile(keyFile, "utf8");
  expect((await stat(env.dataDir)).mode & 0o777).toBe(0o700);
  await expect(createContainer(env, logger)).rejects.toThrow(/in use by process \d+/);
  expect(await readFile(keyFile, "utf8")).toBe(key);
  expect(await first.container.databaseAnswers()).toBe(true);

  await first.close();
  await first.close();
  expect(first.container.stopping).toBe(true);
  const again = await createContainer(env, logger);
  expect(again.container.keys).toEqual(first.container.keys);
  await again.close();
});

test("a key of one's own is used and none is made; RATE_LIMITS=off is said loudly and lifts the limits", async () => {
  const env = parseEnv({ DATA_DIR: folder, SECRET_KEY: KEY, RATE_LIMITS: "off" });
  const { container, close } = await createContainer(env, logger);
  await expect(stat(path.join(folder, "secret.key"))).rejects.toThrow(/ENOENT/);
  expect(said.join("\n")).toMatch(/warn: RATE_LIMITS is off/);
  const limit = { name: "one", points: 1, windowMs: 60_000 };
  for (let n = 0; n < 3; n += 1)
    expect(await container.rateLimiter.take(limit, "ann")).toEqual({ allowed: true });
  await close();
});

test("a folder that cannot be made is one readable line", async () => {
  await writeFile(path.join(folder, "file"), "");
  const env = parseEnv({ DATA_DIR: path.join(folder, "file", "data") });
  await expect(createContainer(env, logger)).rejects.toThrow(/^DATA_DIR \S+ cannot be made/);
});
