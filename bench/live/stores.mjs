import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { locatePostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import { say } from "../../scripts/lib/progress.mjs";
import { installPeers } from "../lib/peers.mjs";
import { cpuMs } from "../lib/usage.mjs";

/**
 * Where one system keeps what it stores, also over several of its processes: a database, a folder and a secret of its own.
 * What was made in it beforehand stays known.
 *
 * @typedef {{ databaseUrl: string, folder: string, secret: string, made?: { tokens: string[], files: number[] } }} Home
 * @typedef {{ version: string, cpuMs: () => number, newHome: () => Promise<Home> }} Stores
 */

/**
 * One PostgreSQL for all, with fsync on and nothing else set; at the end all of it is removed.
 * @template T
 * @param {(stores: Stores) => Promise<T>} use
 */
export async function withStores(use) {
  await installPeers();
  const server = await startPostgres(locatePostgres({ install: true, say }));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const root = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  try {
    const [row] = await sql`
      SELECT current_setting('server_version') AS version, pg_read_file('postmaster.pid') AS file`;
    const pid = Number.parseInt(row?.file, 10);
    let count = 0;
    return await use({
      version: String(row?.version).split(" ")[0] ?? "",
      cpuMs: () => cpuMs(pid),
      async newHome() {
        count += 1;
        const name = `bench_${count}`;
        await sql.unsafe(`CREATE DATABASE ${name}`);
        const url = new URL(server.url);
        url.pathname = `/${name}`;
        const folder = await mkdtemp(path.join(root, `${name}-`));
        return { databaseUrl: url.href, folder, secret: randomUUID() };
      },
    });
  } finally {
    await sql.end();
    await server.stop();
    await rm(root, { recursive: true, force: true });
  }
}
