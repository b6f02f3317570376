import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { findProgram } from "./find-program.mjs";
import { freePort, keeperScript, untilPrinted } from "./throw-away.mjs";

/** A throw-away PostgreSQL for a test run: found or installed, started on a free port, always stopped and removed. */

const START_TRIES = 3;
/** A cluster of our own is used by tests of several servers at once, each with a pool. */
const MAX_CONNECTIONS = 200;
/** `nobody`, where there is no `postgres` account: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65534, gid: 65534 };
/** The first version with the builtin locale provider, whose C.UTF-8 needs nothing of the operating system. */
const BUILTIN_LOCALE_SINCE = 17;
/** Nothing of it is needed any more, and a server that is just recovering does not end on SIGINT. */
const END_SIGNAL = "QUIT";

/**
 * The folder that holds `initdb` and `postgres`: on PATH, else the newest of Debian's places, else installed.
 * Throws an Error with one line that says what is missing.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options]
 * @returns {string}
 */
export function locatePostgres({ install = false, say = () => {} } = {}) {
  const found =
    findPostgres() ?? (install && installDebianPackage("postgresql", say) ? findPostgres() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    "PostgreSQL is missing: install it (Debian: apt-get install postgresql), or set TEST_DATABASE_URL to a superuser's address",
  );
}

function findPostgres() {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const initdb = findProgram(
    "initdb",
    versions.map((version) => path.join(debian, version, "bin")),
  );
  // A link in /usr/local/bin stands for the folder it points into.
  return initdb === undefined ? undefined : path.dirname(realpathSync(initdb));
}

/**
 * Starts a new, empty cluster on 127.0.0.1 with fsync on. `url` is a superuser's address; `stop` ends the server, removes
 * its folder and may be called twice.
 * @param {string} bin folder of the programs, from `locatePostgres`
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(bin) {
  for (let attempt = 1; ; attempt += 1) {
    const cluster = makeCluster(bin, await freePort());
    try {
      return { url: cluster.url, stop: await runCluster(bin, cluster) };
    } catch (error) {
      // Between choosing a free port and using it, another program may have taken it.
      if (attempt === START_TRIES || !String(error).includes("Address already in use")) throw error;
    }
  }
}

/** @typedef {{ folder: string, port: number, url: string, account: { uid: number, gid: number } | undefined }} Cluster */

/**
 * A cluster that is not started. Whoever makes it removes its folder.
 * @param {string} bin
 * @param {number} port
 * @returns {Cluster}
 */
export function makeCluster(bin, port) {
  const folder = mkdtempSync(path.join(tmpdir(), "tandem-postgres-"));
  const account = process.getuid?.() === 0 ? serviceAccount() : undefined;
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const password = randomBytes(16).toString("hex");
  try {
    initialise(bin, folder, password, account);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { folder, port, account, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` };
}

/**
 * Starts it, and answers how to stop it (idempotent). Its folder goes when it ends, unless it is `kept` to be started again.
 * @param {string} bin
 * @param {Cluster} cluster
 * @param {{ kept?: boolean }} [options]
 */
export async function runCluster(bin, { folder, port, account }, { kept = false } = {}) {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: MAX_CONNECTIONS,
    fsync: "on",
    lc_messages: "C",
    timezone: "UTC",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const program = path.join(bin, "postgres");
  const script = keeperScript(END_SIGNAL);
  const keeper = spawn(
    "sh",
    ["-c", script, kept ? "" : folder, program, "-D", path.join(folder, "data"), ...args],
    {
      cwd: folder,
      detached: true,
      stdio: ["pipe", "ignore", "pipe"],
      ...account,
    },
  );
  const ended = once(keeper, "exit");
  await untilPrinted("PostgreSQL", keeper, keeper.stderr, "database system is ready to accept connections");
  return async () => {
    keeper.stdin.end();
    await ended;
  };
}

/**
 * @param {string} bin
 * @param {string} folder
 * @param {string} password
 * @param {{ uid: number, gid: number } | undefined} account
 */
function initialise(bin, folder, password, account) {
  const passwordFile = path.join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) chownSync(passwordFile, account.uid, account.gid);
  const program = path.join(bin, "initdb");
  const version = Number(/(\d+)/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout)?.[1]);
  const locales =
    version >= BUILTIN_LOCALE_SINCE
      ? [["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
      : [["--locale=C.UTF-8"], ["--locale=C"]];
  const common = ["-D", path.join(folder, "data"), "-U", "postgres", "-E", "UTF8", "--no-sync"];
  const access = ["--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  let said = "";
  for (const locale of locales) {
    const done = spawnSync(program, [...common, ...access, ...locale], {
      cwd: folder,
      encoding: "utf8",
      ...account,
    });
    if (done.status === 0) return;
    said = done.error === undefined ? done.stderr.trim() : String(done.error);
  }
  throw new Error(`initdb failed: ${said}`);
}

function serviceAccount() {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined ? NOBODY : { uid: Number(uid), gid: Number(gid) };
}
