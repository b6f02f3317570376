import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import WebSocketJSONStream from "@teamwork/websocket-json-stream";
import pg from "pg";
import ShareDB from "sharedb";
import ShareDBPostgres from "sharedb-postgres";
import { WebSocketServer } from "ws";
import { HOST, tellPort } from "./told.mjs";

/** ShareDB with its defaults; sharedb-postgres commits each operation and the document it makes before anybody sees it. */

const connectionString = process.env.DATABASE_URL;
await createTables();
const backend = new ShareDB({ db: new ShareDBPostgres({ connectionString }) });
const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });

server.on("connection", (socket) => backend.listen(new WebSocketJSONStream(socket)));
http.listen(0, HOST, () => tellPort(http.address().port));

/** Its own tables, which cannot be made twice. */
async function createTables() {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query("SELECT to_regclass('snapshots') AS made");
  const file = createRequire(import.meta.url).resolve("sharedb-postgres/structure.sql");
  if (rows[0].made === null) await client.query(readFileSync(file, "utf8"));
  await client.end();
}
