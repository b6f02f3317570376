import { spawn } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sessionListSchema } from "@/lib/contracts/auth";
import { type Account, call, createAccount, createFile, getFile } from "@/test-support/api";
import { newDataDir } from "@/test-support/data-dir";
import { connectLive, type LiveClient } from "@/test-support/live-client";
import { createDatabase } from "@/test-support/postgres-database";
import { startServer, type TestServer } from "@/test-support/server";

/** The administrator's commands against the built server: beside it, and while it does not run. */

/** CONTRACT 1: live connections end within a second; the rest is what a busy machine may add. */
const WITHIN = { timeout: 2_000, interval: 20 };
const SECRET_KEY = "only-for-this-test-0123456789abcdefghij";
const KINDS = ["embedded", "postgres"] as const;

let folder: string;
const databases: { drop(): Promise<void> }[] = [];
const dataDirs: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tandem-admin-"));
});
afterAll(async () => {
  for (const { drop } of databases) await drop();
  for (const left of [folder, ...dataDirs]) await rm(left, { recursive: true, force: true });
});

type Place = Record<"DATA_DIR" | "DATABASE_URL" | "SECRET_KEY", string>;
let made = 0;

/** Where a server keeps its data, with no account as yet. */
async function newPlace(kind: (typeof KINDS)[number]): Promise<Place> {
  if (kind === "postgres") return emptyPlace(kind);
  const DATA_DIR = await newDataDir();
  dataDirs.push(DATA_DIR);
  return { DATA_DIR, DATABASE_URL: "", SECRET_KEY };
}

/** The same before there is anything in it, not even tables. */
async function emptyPlace(kind: (typeof KINDS)[number]): Promise<Place> {
  made += 1;
  const DATA_DIR = path.join(folder, `data-${made}`);
  if (kind === "embedded") return { DATA_DIR, DATABASE_URL: "", SECRET_KEY };
  const database = await createDatabase();
  databases.push(database);
  return { DATA_DIR, DATABASE_URL: database.url, SECRET_KEY };
}

const start = (place: Place) => startServer({ dataDir: place.DATA_DIR, env: place });

/** One command to its end, as `npm run` gives it. */
function admin(
  place: Place,
  ...args: string[]
): Promise<{ code: number | null; said: string; told: string }> {
  const child = spawn(process.execPath, ["scripts/admin.mjs", ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      INIT_CWD: folder,
      LOG_LEVEL: "info",
      ...place,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { said: "", told: "" };
  child.stdout.on("data", (chunk) => {
    output.said += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    output.told += String(chunk);
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...output })));
}

const login = (server: TestServer, { email }: Account, password: string) =>
  call(server.url, "POST", "/auth/login", { body: { email, password } });
const me = (server: TestServer, { token }: Account) => call(server.url, "GET", "/auth/me", { token });

async function open(server: TestServer, account: Account): Promise<LiveClient> {
  const file = await createFile(server.url, account.token, "open.txt");
  const live = connectLive(server.url, file.id, account.token);
  await live.synced;
  return live;
}

describe.each(KINDS)("npm run user, %s", (kind) => {
  let place: Place;
  let server: TestServer;
  beforeAll(async () => {
    place = await newPlace(kind);
    server = await start(place);
  });
  afterAll(() => server.stop());

  test("deactivate ends what is open within a second and shuts the door; activate opens it", async () => {
    const ann = await createAccount(server.url, "ann");
    const live = await open(server, ann);
    const off = await admin(place, "user", "deactivate", ann.email.toUpperCase());
    expect(off).toMatchObject({
      code: 0,
      said: `${ann.email} is deactivated and signed out everywhere (sessions ended: 1).\n`,
    });
    await vi.waitFor(() => expect(live.closed()?.code).toBe(4401), WITHIN);
    await vi.waitFor(async () => expect((await me(server, ann)).status).toBe(401), WITHIN);
    const [wrong, right] = [await login(server, ann, "not it"), await login(server, ann, ann.password)];
    expect([wrong.status, right.status]).toEqual([401, 401]);
    expect(right.body).toEqual(wrong.body); // nobody learns that there is such an account
    const on = await admin(place, "user", "activate", ann.email);
    expect(on).toMatchObject({ code: 0, said: `${ann.email} is active and can sign in.\n` });
    expect((await login(server, ann, ann.password)).status).toBe(200);
    expect((await me(server, ann)).status).toBe(401);
  });

  test("reset-password ends every session and says the new password, once and to nobody else", async () => {
    const ben = await createAccount(server.url, "ben");
    const live = await open(server, ben);
    const { code, said, told } = await admin(place, "user", "reset-password", ben.email);
    const password = /^The new password, shown only now: (\S+)$/m.exec(said)?.[1] ?? "";
    expect({ code, password }).toEqual({
      code: 0,
      password: expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/),
    });
    await vi.waitFor(() => expect(live.closed()?.code).toBe(4401), WITHIN);
    expect((await login(server, ben, ben.password)).status).toBe(401);
    expect((await login(server, ben, password)).status).toBe(200);
    expect(server.output() + told).not.toContain(password);
    // Whoever did it writes the audit log: the server, or the command where it works on PostgreSQL itself.
    expect(server.output() + told).toMatch(
      /"audit":true,"accountId":\d+,"sessionsEnded":1,"msg":"password reset"/,
    );
  });

  test("an account that is not there is said, and the command fails", async () => {
    const { code, said, told } = await admin(place, "user", "deactivate", "nobody@example.com");
    expect({ code, said, told: told.split("\n")[0] }).toEqual({
      code: 1,
      said: "",
      told: "tandem: No account has the email nobody@example.com.",
    });
  });
});

test.each([
  ["no email", ["user", "deactivate"]],
  ["two emails", ["user", "activate", "a@example.com", "b@example.com"]],
  ["an action nobody knows", ["user", "promote", "a@example.com"]],
  ["nothing", []],
  ["no file to import", ["db:import"]],
])("%s is said before any database is looked for, and the command fails", async (_name, args) => {
  const place = await emptyPlace("embedded");
  const { code, said, told } = await admin(place, ...args);
  expect({ code, said, told: told.split("\n")[0] }).toEqual({
    code: 1,
    said: "",
    told: expect.stringMatching(/^tandem: usage: /),
  });
  await expect(stat(place.DATA_DIR)).rejects.toThrow("ENOENT");
});

describe.each(KINDS)("npm run db:…, %s", (kind) => {
  const other = kind === "embedded" ? "postgres" : "embedded";

  test(`what a running server has goes into an empty ${other} database: accounts, sessions, files`, async () => {
    const [from, to] = [await newPlace(kind), await emptyPlace(other)];
    const server = await start(from);
    const ann = await createAccount(server.url, "mover");
    const file = await createFile(server.url, ann.token, "moved.txt", "before\r\n😀\n");
    const exported = await admin(from, "db:export", `${kind}.gz`);
    expect(exported).toMatchObject({ code: 0, told: "" });
    expect((await stat(path.join(folder, `${kind}.gz`))).mode & 0o777).toBe(0o600);
    expect((await getFile(server.url, ann.token, file.id)).content).toBe("before\n😀\n"); // it goes on
    await server.stop();

    expect(await admin(to, "db:import", `${kind}.gz`)).toMatchObject({ code: 0, told: "" });
    const again = await admin(to, "db:import", `${kind}.gz`);
    expect(again).toMatchObject({
      code: 1,
      told: expect.stringMatching(/^tandem: The database is not empty .*\n$/),
    });
    const moved = await start(to);
    try {
      expect(await getFile(moved.url, ann.token, file.id)).toMatchObject({
        name: "moved.txt",
        content: "before\n😀\n",
      });
      const sessions = await call(moved.url, "GET", "/auth/sessions", { token: ann.token });
      expect(sessionListSchema.parse(sessions.body)).toMatchObject({ total: 1, items: [{ current: true }] });
      expect((await createFile(moved.url, ann.token, "new.txt")).id).toBe(file.id + 1);
    } finally {
      await moved.stop();
    }
  });

  test("without a server the commands work as well, and make what is missing", async () => {
    const place = await emptyPlace(kind);
    expect(await admin(place, "db:migrate")).toMatchObject({ code: 0, said: "The tables are up to date.\n" });
    const { code, told } = await admin(place, "user", "activate", "nobody@example.com");
    expect({ code, told }).toEqual({
      code: 1,
      told: "tandem: No account has the email nobody@example.com.\n",
    });
    const exported = await admin(place, "db:export");
    const file = /^Exported to (\S+)\./.exec(exported.said)?.[1] ?? "";
    expect(path.dirname(file)).toBe(folder);
    expect(await admin(place, "db:import", file)).toMatchObject({ code: 0 });
    const kept = await admin(place, "db:export", file);
    expect(kept).toMatchObject({ code: 1, told: `tandem: ${file} is there already: choose another name\n` });
  });
});

test("whoever asks in a wrong way, or goes away before the answer, does not harm the server", async () => {
  const place = await newPlace("embedded");
  const server = await start(place);
  try {
    const ann = await createAccount(server.url, "ann");
    await createFile(server.url, ann.token, "large.txt", "x".repeat(2_000_000));
    const file = path.join(place.DATA_DIR, "admin.sock");
    const closed = (talk: (socket: net.Socket) => void) =>
      new Promise<void>((resolve) => {
        const socket = net.connect(file);
        socket.on("error", () => undefined); // to be hung up on is what some of them ask for
        socket.once("close", () => resolve());
        talk(socket);
      });
    for (const text of ["", "hello", '{"command":"shutdown"}', '{"command":"user","action":"promote"}'])
      await closed((socket) => socket.end(text).resume());
    for (let n = 0; n < 5; n += 1)
      await closed((socket) => {
        socket.end('{"command":"export"}');
        socket.once("data", () => socket.destroy());
      });
    expect((await me(server, ann)).status).toBe(200);
    expect((await createFile(server.url, ann.token, "after.txt")).id).toBeGreaterThan(0);
    expect(await admin(place, "db:export", "after-all.gz")).toMatchObject({ code: 0 });
  } finally {
    await server.stop();
  }
});

test("the embedded database is for one process: what needs it alone says who has it", async () => {
  const place = await newPlace("embedded");
  await writeFile(path.join(folder, "some.gz"), "");
  const server = await start(place);
  try {
    for (const args of [["db:migrate"], ["db:import", "some.gz"]]) {
      const { code, told } = await admin(place, ...args);
      expect({ code, told }).toEqual({
        code: 1,
        told: expect.stringMatching(/^tandem: DATA_DIR \S+ is in use by process \d+ on \S+\n$/),
      });
    }
    const { mode } = await stat(path.join(place.DATA_DIR, "admin.sock"));
    expect(mode & 0o777).toBe(0o600);
  } finally {
    await server.kill();
  }
  // What a killed server left of its road is no road.
  await stat(path.join(place.DATA_DIR, "admin.sock"));
  expect((await admin(place, "db:migrate")).code).toBe(0);
  const { told } = await admin(place, "user", "activate", "nobody@example.com");
  expect(told).toBe("tandem: No account has the email nobody@example.com.\n");
  const restarted = await start(place);
  expect(await restarted.stop()).toBe(0);
  await expect(stat(path.join(place.DATA_DIR, "admin.sock"))).rejects.toThrow("ENOENT");
});
