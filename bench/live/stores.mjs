import postgres from "postgres";
import { locatePostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import { say } from "../../scripts/lib/progress.mjs";
import { cpuMs } from "../lib/usage.mjs";

/** One PostgreSQL for all, with fsync on and nothing else set; a new database for each run. */
export async function startStores() {
  const server = await startPostgres(locatePostgres({ install: true, say }));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const [row] = await sql`
    SELECT current_setting('server_version') AS version, pg_read_file('postmaster.pid') AS file`;
  const pid = Number.parseInt(row?.file, 10);
  let count = 0;
  return {
    /** @type {string} */
    version: row?.version,
    cpuMs: () => cpuMs(pid),
    /** @returns {Promise<string>} its address */
    async newDatabase() {
      count += 1;
      const name = `bench_${count}`;
      await sql.unsafe(`CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await sql.end();
      await server.stop();
    },
  };
}
