import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { locatePostgres, startPostgres } from "../../scripts/lib/postgres.mjs";
import { say } from "../../scripts/lib/progress.mjs";
import { makeSharedFile } from "../lib/accounts.mjs";
import { typePaper } from "../lib/edits.mjs";
import { openFile, replay } from "../lib/plain-client.mjs";
import { scatterEdits } from "../lib/scattered-edits.mjs";
import { startTandem } from "../lib/servers.mjs";
import { median } from "../lib/table.mjs";

/** Files that were edited for years: typed through one writer, then opened again. */
export const TITLE = "Long life";

const ROUNDS = 3;
/** Edits under way at once. */
const IN_FLIGHT = 20_000;
const SCATTERED = 1_000_000;
const SEED = 1;
/** A million pieces are a large document: eight times this, measured, is what it may have. */
const MAX_FILE_BYTES = String(4 * 1024 * 1024);

const HEAD = [
  "| | edits | edits/s, durable | server processor, s | document, kB | first open, ms | of it received, ms | open again, ms | start, ms |",
  "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
];

/** @typedef {{ name: string, updates: Uint8Array[], length: number }} Load */

/** @returns {Promise<string>} */
export async function run() {
  const postgres = await startPostgres(locatePostgres({ install: true, say }));
  try {
    const rows = [];
    for (const make of LOADS) {
      const load = make();
      rows.push(await measure(load, "PostgreSQL", { DATABASE_URL: postgres.url, SECRET_KEY: randomUUID() }));
      rows.push(await measure(load, "PGlite", {}));
    }
    return [...HEAD, ...rows].join("\n");
  } finally {
    await postgres.stop();
  }
}

/** @param {string} name @param {number} times @returns {Load} */
function paper(name, times) {
  const { updates, text } = typePaper(times);
  return { name, updates, length: text.length };
}

/** Made one at a time: each takes hundreds of megabytes. @type {(() => Load)[]} */
const LOADS = [
  () => paper("the paper", 1),
  () => paper("the paper, four times", 4),
  () => ({ name: "random places", ...scatterEdits(SCATTERED, SEED) }),
];

/**
 * @param {Load} load
 * @param {string} database
 * @param {Record<string, string>} settings
 */
async function measure({ name, updates, length }, database, settings) {
  say(`${name}, ${database} …`);
  const dataDir = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  const env = { ...settings, MAX_FILE_BYTES, DATA_DIR: dataDir };
  try {
    const { file, typed } = await typeIn(updates, env);
    const opened = [];
    for (let round = 0; round < ROUNDS; round += 1) opened.push(await openCold(file, length, env));
    const cells = [
      `${name}, ${database}`,
      updates.length,
      ((updates.length / typed.ms) * 1000).toFixed(0),
      (typed.cpuMs / 1000).toFixed(1),
      ((opened[0]?.bytes ?? 0) / 1000).toFixed(0),
      median(opened.map(({ firstMs }) => firstMs)).toFixed(0),
      median(opened.map(({ receivedMs }) => receivedMs)).toFixed(0),
      median(opened.map(({ againMs }) => againMs)).toFixed(0),
      median(opened.map(({ startMs }) => startMs)).toFixed(0),
    ];
    return `| ${cells.join(" | ")} |`;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * @param {Uint8Array[]} updates
 * @param {Record<string, string>} env
 */
async function typeIn(updates, env) {
  const server = await startTandem(env);
  try {
    const file = await makeSharedFile(server.url);
    const before = server.cpuMs();
    const { ms } = await replay({ url: server.url, ...file }, updates, IN_FLIGHT);
    return { file, typed: { ms, cpuMs: server.cpuMs() - before } };
  } finally {
    await server.stop();
  }
}

/**
 * In a process of its own, that has nothing loaded yet.
 * @param {{ fileId: number, reader: string }} file
 * @param {number} length
 * @param {Record<string, string>} env
 */
async function openCold({ fileId, reader }, length, env) {
  const started = performance.now();
  const server = await startTandem(env);
  const startMs = performance.now() - started;
  try {
    const first = await openFile(server.url, fileId, reader);
    if (first.content.length !== length)
      throw new Error(`${first.content.length} characters arrived of ${length}`);
    const again = await openFile(server.url, fileId, reader);
    const { openMs: firstMs, receivedMs, bytes } = first;
    return { startMs, firstMs, receivedMs, bytes, againMs: again.openMs };
  } finally {
    await server.stop();
  }
}
