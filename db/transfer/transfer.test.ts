import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database";
import {
  assistCosts,
  assistRuns,
  assistSwitches,
  codeFiles,
  codeRuns,
  editingSessions,
  fileAnalyses,
  fileCheckpoints,
  fileMembers,
  fileSnapshots,
  fileUpdates,
  fileVersions,
  findings,
  formerMembers,
  invites,
  users as usersTable,
} from "../schema";
import { DATABASE_KINDS, type DatabaseKind, openTestDatabase, type TestDatabase } from "../testing";
import { exportDatabase } from "./export-database";
import { readExportFile, streamOf, writeExportFile } from "./export-file";
import { importDatabase } from "./import-database";
import { TRANSFER_TABLES } from "./tables";

/** Everything from one database into another and back, row by row. */

const ODD = 'ä😀\u2028 "quoted" \\back\\slash\ttab\r\nline\nend \' {[,]} \u0001';

let folder: string;
const opened: TestDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-transfer-"));
});
afterAll(async () => {
  for (const base of opened) await base.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(kind: DatabaseKind): Promise<TestDatabase> {
  const base = await openTestDatabase(kind);
  opened.push(base);
  return base;
}

const exportTo = (database: Database, file: string) =>
  writeExportFile(
    file,
    streamOf((write) => exportDatabase(database, write)),
  );

/** Every row of every table as the database writes it, but for the epochs, which a copy has of its own. */
async function allRows({ database }: TestDatabase): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const { name, key } of TRANSFER_TABLES) {
    const order = sql.raw(key.join(", "));
    const rows = await database.rows(
      sql`select to_jsonb(t) - 'epoch' as row from ${sql.identifier(name)} t order by ${order}`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

const epochs = async ({ database }: TestDatabase) =>
  (await database.rows(sql`select epoch from file_heads order by file_id`)).map(({ epoch }) => epoch);

interface Size {
  people: number;
  updates: number;
  /** Of the largest update and the largest snapshot. */
  bytes: number;
}
const LARGE: Size = { people: 1_205, updates: 2_500, bytes: 5 * 1024 * 1024 };
const SMALL: Size = { people: 3, updates: 5, bytes: 100 };

/** Rows in every table, with all that may be odd about them. */
async function fill(base: TestDatabase, size: Size): Promise<void> {
  const { database, users, sessions, files } = base;
  const { db } = database;
  const people = Array.from({ length: size.people }, (_, n) => ({
    email: `p${n}@example.com`,
    username: `p-${n}`,
    passwordHash: "hash",
  }));
  await db.insert(usersTable).values(people);
  const [ann, ben] = [1, 2];
  await users.change(ben, { isActive: false });
  const expiresAt = new Date(Date.now() + 60_000);
  const session = await sessions.create({
    userId: ann,
    passwordHash: "hash",
    kind: "cookie",
    client: ODD,
    expiresAt,
  });
  if (session === null) throw new Error("refused");
  await sessions.revoke(session.id);
  await sessions.create({ userId: ann, passwordHash: "hash", kind: "bearer", client: null, expiresAt });
  const make = (name: string, seed: Uint8Array | null) =>
    files.create({
      ownerId: ann,
      name,
      language: "plaintext",
      eol: "\r\n",
      text: name,
      seed: seed === null ? null : { update: seed, clientId: 2 ** 32 - 1 },
    });
  const big = await make(ODD.replace(/[^\w]/g, "x"), new Uint8Array(size.bytes).fill(255));
  const fileId = (await make("odd.txt", new Uint8Array([0, 1, 92, 120, 255]))).id;
  await db.update(codeFiles).set({ content: ODD }).where(sql`id = ${fileId}`);
  const gone = await make("deleted, the newest one", null);
  await files.delete(gone.id, ann);
  const updates = Array.from({ length: size.updates }, (_, n) => ({
    fileId,
    seq: n + 2,
    userId: n % 2 === 0 ? ann : ben,
    update: Buffer.from(`${n} ${ODD}`),
  }));
  await db.insert(fileUpdates).values(updates);
  await db.insert(fileSnapshots).values({ fileId: big.id, seq: 1, state: new Uint8Array(size.bytes) });
  await db.insert(fileCheckpoints).values({ fileId, seq: 1, state: new Uint8Array([0, 255]) });
  await db.insert(fileMembers).values({ fileId, userId: ben, role: "viewer" });
  await db.insert(formerMembers).values({ fileId: big.id, userId: ben, endedBy: ann });
  await db.insert(fileVersions).values({ fileId, seq: 2 ** 40, label: ODD, userId: ben });
  await db.insert(editingSessions).values([
    { fileId, userId: ann, connection: "a", role: "owner", cursorPosition: null },
    {
      fileId,
      userId: ben,
      connection: "b",
      role: "viewer",
      cursorPosition: { line: 3, column: 7 },
    },
  ]);
  await db.insert(findings).values({
    fileId,
    seq: 3,
    source: "eslint",
    rule: "no-undef",
    category: "error",
    severity: "error",
    message: ODD,
    key: "no-undef of a line",
    textHash: "",
    anchor: { start: ODD.replace("\u0001", ""), end: 7 },
    fix: { title: ODD, edits: [{ anchor: { start: null, end: {} }, replaces: "", text: "😀" }] },
    status: "dismissed",
  });
  await db
    .insert(fileAnalyses)
    .values({ fileId, seq: 2 ** 40, analyzedAs: ODD, analyzedAt: expiresAt, revision: 7 });
  const [run] = await db
    .insert(assistRuns)
    .values({
      fileId,
      userId: ben,
      action: "ask",
      question: ODD,
      selection: { start: { line: 1, column: 2 }, end: { line: 3, column: 4 } },
      model: ODD,
      read: [{ from: 1, to: 9 }],
      status: "done",
      text: ODD,
      findingIds: [1],
      key: "of an answer",
    })
    .returning({ id: assistRuns.id });
  const runId = run?.id ?? 0;
  await db.insert(assistCosts).values({ runId, fileId, userId: ben, tokens: 2 ** 40 });
  await db.insert(assistSwitches).values({ fileId, enabled: false });
  await db.insert(codeRuns).values({ fileId, run: { said: ODD }, heardAt: expiresAt });
  await db.insert(invites).values([
    {
      fileId,
      createdBy: ann,
      tokenHash: new Uint8Array([0, 255]),
      role: "viewer",
      expiresAt,
      maxUses: 3,
      uses: 3,
    },
    {
      fileId,
      createdBy: ann,
      tokenHash: new Uint8Array(),
      role: "collaborator",
      email: "B@x.org",
      userId: ben,
      expiresAt,
    },
  ]);
}

describe.each(DATABASE_KINDS)("from %s", (from) => {
  const to: DatabaseKind = from === "pglite" ? "postgres" : "pglite";
  test(`everything goes into an empty ${to} and back into an empty ${from}, row by row`, async () => {
    const source = await open(from);
    await fill(source, LARGE);
    const before = await allRows(source);
    for (const [name, rows] of Object.entries(before)) expect(rows.length, name).toBeGreaterThan(0);
    let last = source;
    for (const [n, kind] of [to, from].entries()) {
      const file = path.join(folder, `${from}-${n}.gz`);
      await exportTo(last.database, file);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const next = await open(kind);
      const rows = await importDatabase(next.database, readExportFile(file));
      expect(rows).toBe(Object.values(before).flat().length);
      expect(await allRows(next)).toEqual(before);
      last = next;
    }
    expect(await allRows(source)).toEqual(before);

    // I7: what a browser kept of one of them is not merged into another by itself.
    const all = [...(await epochs(source)), ...(await epochs(last))];
    expect(new Set(all).size).toBe(all.length);

    // Ids go on where they were, also after the newest was deleted: nothing gets the id of what is gone.
    const made = await last.users.create({ email: "new@example.com", username: "new", passwordHash: "h" });
    expect(made).toMatchObject({ id: LARGE.people + 1 });
    const file = { ownerId: 1, name: "new", language: "plaintext", eol: "\n" as const, text: "", seed: null };
    expect((await last.files.create(file)).id).toBe(4);
  });
});

describe.each(DATABASE_KINDS)("into %s", (kind) => {
  let source: TestDatabase;
  let good: string;
  beforeAll(async () => {
    source = await open("pglite");
    await fill(source, SMALL);
    good = path.join(folder, `good-for-${kind}.gz`);
    await exportTo(source.database, good);
  });

  test("a database that is not empty takes nothing, whichever table has a row", async () => {
    const full = await open(kind);
    const someone = await full.users.create({ email: "x@example.com", username: "x-1", passwordHash: "h" });
    expect(someone).toMatchObject({ id: 1 });
    const before = await allRows(full);
    await expect(importDatabase(full.database, readExportFile(good))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^The database is not empty \(there are rows in users\)/),
    });
    expect(await allRows(full)).toEqual(before);
  });

  test("a file that is cut short, damaged, of another version or no export at all leaves the database as it was", async () => {
    const lines = gunzipSync(await readFile(good))
      .toString()
      .split("\n")
      .slice(0, -1);
    const without = (n: number) => lines.filter((_, at) => at !== n);
    const [head = "", ...rest] = lines;
    const bytes = await readFile(good);
    const spoiled: [string, Buffer][] = [
      ["empty", Buffer.alloc(0)],
      ["text", Buffer.from("hello\n")],
      ["half of the bytes", bytes.subarray(0, bytes.length / 2)],
      ["a byte changed", Buffer.from(bytes).fill(bytes.readUInt8(300) ^ 1, 300, 301)],
      ...(
        [
          ["no lines", []],
          ["no head", rest],
          ["two heads", [head, ...lines]],
          ["a row less", without(3)],
          ["no end", lines.slice(0, -1)],
          ["two ends", [...lines, lines.at(-1) ?? ""]],
          ["a table less", lines.filter((line) => !line.includes('"invites"'))],
          ["a table nobody knows", lines.map((line) => line.replace('"findings"', '"pg_class"'))],
          ["a row that does not fit", lines.map((line) => line.replace('"role":"viewer"', '"role":"king"'))],
          ["a row that is no JSON", lines.map((line, n) => (n === 5 ? "{" : line))],
          ["other tables", [head.replace(/"migration":\d+/, '"migration":1'), ...rest]],
        ] satisfies [string, string[]][]
      ).map(([name, text]): [string, Buffer] => [
        name,
        gzipSync(text.map((line) => `${line}\n`).join(""), { level: 1 }),
      ]),
    ];
    const target = await open(kind);
    const empty = await allRows(target);
    for (const [name, content] of spoiled) {
      const file = path.join(folder, "spoiled.gz");
      await writeFile(file, content);
      const refused = await importDatabase(target.database, readExportFile(file)).then(
        () => "taken",
        (error: Error) => error.message.split("\n"),
      );
      expect(refused, name).toHaveLength(1);
      expect(refused[0], name).toMatch(/export/);
    }
    expect(await allRows(target)).toEqual(empty);
    await importDatabase(target.database, readExportFile(good));
    expect(await allRows(target)).toEqual(await allRows(source));
  });
});

test("no file is written over, none is left half, and one that is not there is said", async () => {
  const base = await open("pglite");
  const file = path.join(folder, "kept.gz");
  await writeFile(file, "kept");
  await expect(exportTo(base.database, file)).rejects.toMatchObject({
    message: `${file} is there already: choose another name`,
  });
  expect(await readFile(file, "utf8")).toBe("kept");
  const nowhere = path.join(folder, "no", "such.gz");
  await expect(exportTo(base.database, nowhere)).rejects.toThrow("is not there, or its folder is not");
  await expect(importDatabase(base.database, readExportFile(nowhere))).rejects.toThrow("is not there");
  const broken = streamOf(async (write) => {
    await write("[");
    throw new Error("the database went away");
  });
  const half = path.join(folder, "half.gz");
  await expect(writeExportFile(half, broken)).rejects.toThrow("the database went away");
  await expect(stat(half)).rejects.toThrow("ENOENT");
});
