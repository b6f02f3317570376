import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { locatePostgres, startPostgres } from "@/scripts/lib/postgres.mjs";
import { call, createAccount, createFile, getFile } from "@/test-support/api";
import { connectStock } from "@/test-support/plain-client";
import { startServer } from "@/test-support/server";

/** What docs/operations.md tells to do for a backup and its restore, done word for word. */

const SECRET_KEY = "only-for-this-test-0123456789abcdefghij";
const PASSWORD = "only-for-this-test";
/** In place of Docker: in the container the same programs find the same server. */
const DOCKER = 'docker() { case "$2" in exec) shift 4; "$@" ;; esac; }';

const bin = locatePostgres();
let folder: string;
let stop: () => Promise<void>;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-dump-"));
  const cluster = await startPostgres(bin);
  stop = cluster.stop;
  const admin = postgres(cluster.url, { max: 1 });
  await admin.unsafe(`create role tandem superuser login password '${PASSWORD}'`);
  await admin.unsafe("create database tandem owner tandem");
  await admin.end();
  url = `postgres://tandem:${PASSWORD}@${new URL(cluster.url).host}/tandem`;
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

async function run(block: "backup" | "restore"): Promise<void> {
  const page = await readFile("docs/operations.md", "utf8");
  const commands = new RegExp(`^\`\`\`sh ${block}\n([^\`]+)^\`\`\``, "m").exec(page)?.[1];
  if (commands === undefined) throw new Error(`docs/operations.md has no block "sh ${block}"`);
  const { hostname, port } = new URL(url);
  await promisify(execFile)("sh", ["-ec", `${DOCKER}\n${commands}`], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      PGHOST: hostname,
      PGPORT: port,
      PGPASSWORD: PASSWORD,
    },
  });
}

async function epochOf(fileId: number): Promise<string> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql`select epoch from file_heads where file_id = ${fileId}`;
  await sql.end();
  return String(row?.epoch);
}

test("a backup is taken while somebody types, and restored: all of that moment, a new epoch, and people go on", async () => {
  const env = { DATABASE_URL: url, SECRET_KEY };
  const before = await startServer({ env });
  const ann = await createAccount(before.url, "ann");
  const { id } = await createFile(before.url, ann.token, "kept.txt", "before 😀\n");
  const typist = connectStock(before.url, id, ann.token);
  await vi.waitFor(() => expect(typist.provider.synced).toBe(true), 10_000);
  let typed = 0;
  const typing = setInterval(() => {
    typed += 1;
    typist.text.insert(typist.text.length, `${typed};`);
  }, 5);
  await vi.waitFor(() => expect(typed).toBeGreaterThan(20), 10_000);
  const stored = (await getFile(before.url, ann.token, id)).content ?? "";
  await run("backup");
  expect((await stat(path.join(folder, "tandem.dump"))).size).toBeGreaterThan(0);
  clearInterval(typing);
  typist.text.insert(typist.text.length, "after the backup");
  const complete = String(typist.text);
  await vi.waitFor(
    async () => expect((await getFile(before.url, ann.token, id)).content).toBe(complete),
    10_000,
  );
  const later = await createFile(before.url, ann.token, "later.txt", "");
  const epoch = await epochOf(id);
  typist.provider.destroy();
  await before.stop();

  await run("restore");
  const after = await startServer({ env });
  try {
    const restored = (await getFile(after.url, ann.token, id)).content ?? "";
    expect(restored.startsWith(stored)).toBe(true);
    expect(complete.startsWith(restored)).toBe(true);
    expect(restored).not.toContain("after the backup");
    expect((await call(after.url, "GET", `/files/${later.id}`, { token: ann.token })).status).toBe(404);
    expect(epoch).toMatch(/^[0-9a-f-]{36}$/);
    expect(await epochOf(id)).not.toBe(epoch);

    const reader = connectStock(after.url, id, ann.token);
    await vi.waitFor(() => expect(String(reader.text)).toBe(restored), 10_000);
    const put = await call(after.url, "PUT", `/files/${id}`, { token: ann.token, body: { content: "on\n" } });
    expect(put.status).toBe(200);
    await vi.waitFor(() => expect(String(reader.text)).toBe("on\n"), 10_000);
    reader.provider.destroy();
  } finally {
    await after.stop();
  }
});
