import { setTimeout as sleep } from "node:timers/promises";
import { Database } from "@hocuspocus/extension-database";
import { Server } from "@hocuspocus/server";
import pg from "pg";
import { HOST, tellPort } from "./told.mjs";

/** Hocuspocus with its defaults; its Database extension keeps each document in a row of PostgreSQL. */

const LOOK_MS = 20;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query("CREATE TABLE IF NOT EXISTS documents (name text PRIMARY KEY, data bytea NOT NULL)");

const database = new Database({
  fetch: async ({ documentName }) => {
    const { rows } = await pool.query("SELECT data FROM documents WHERE name = $1", [documentName]);
    return rows[0]?.data ?? null;
  },
  store: async ({ documentName, state }) => {
    await pool.query(
      "INSERT INTO documents VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
      [documentName, state],
    );
  },
});

const server = new Server({
  extensions: [database],
  address: HOST,
  port: 0,
  quiet: true,
  stopOnSignals: true,
});
await server.listen(0);
tellPort(server.httpServer.address().port, async () => {
  while (isAnyUnstored()) await sleep(LOOK_MS);
});

/** What its own check before unloading a document asks. */
function isAnyUnstored() {
  const { documents, debouncer } = server.hocuspocus;
  return [...documents].some(([name, { saveMutex }]) => {
    const id = `onStoreDocument-${name}`;
    return debouncer.isDebounced(id) || debouncer.isCurrentlyExecuting(id) || saveMutex.isLocked();
  });
}
