import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deriveKeys } from "./keys";
import { keptSecretKey } from "./secret-key";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-key-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("is made once, long and random, readable by its owner only, and kept", async () => {
  const made = await keptSecretKey(folder);
  expect(Buffer.from(made, "base64url")).toHaveLength(48);
  expect(await keptSecretKey(folder)).toBe(made);
  expect((await stat(path.join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["secret.key"]);
});

test("a start that was broken off while making one leaves no half a key", async () => {
  await writeFile(path.join(folder, "secret.key.new"), "half");
  expect(await keptSecretKey(folder)).not.toContain("half");
});

test("one that cannot be read stops the start instead of being replaced", async () => {
  await mkdir(path.join(folder, "secret.key"));
  await expect(keptSecretKey(folder)).rejects.toThrow(/secret\.key/);
});

test("every purpose gets a key of its own, the same after a restart", () => {
  const keys = deriveKeys("k3y-that-nobody-knows-0123456789abcdef");
  expect(deriveKeys("k3y-that-nobody-knows-0123456789abcdef")).toEqual(keys);
  const all = [keys.token, keys.hash, Buffer.from(keys.cookie, "base64url")].map((key) =>
    Buffer.from(key).toString("hex"),
  );
  expect(new Set(all).size).toBe(3);
  expect(deriveKeys("another-key-that-nobody-knows-0123456789").token).not.toEqual(keys.token);
});
