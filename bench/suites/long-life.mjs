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
import { digits, median, tableOf } from "../lib/table.mjs";
import { plainAddress } from "../live/our-systems.mjs";

/** Files that were edited for years: typed through one writer, then opened again. */
export const TITLE = "Long life";
export const INTRO = "First open: in a process that has just started; again: in one that has the file open.";

const ROUNDS = 3;
/** Edits under way at once. */
const IN_FLIGHT = 20_000;
const SCATTERED = 1_000_000;
const SEED = 1;
/** A million pieces are a large document: eight times this, measured, is what it may have. */
const MAX_FILE_BYTES = String(4 * 1024 * 1024);
const OPEN_LIMIT_MS = 1_000;
const MS = 1_000;
const KB = 1_000;

const HEAD = [
  "",
  "edits",
  "edits/s, durable",
  "server processor, s",
  "document, kB",
  "first open, ms",
  "of it received, ms",
  "open again, ms",
  "start, ms",
];

/**
 * @typedef {{ updates: Uint8Array[], length: number }} Load
 * @typedef {{ database: string, edits: number, ms: number, cpuMs: number, opened: Opened[] }} Data
 * @typedef {{ startMs: number, firstMs: number, receivedMs: number, bytes: number, againMs: number }} Opened
 */

export const SCENES = {
  "paper-once": scene("The paper", () => paper(1)),
  "paper-four-times": {
    ...scene("The paper, four times in a row", () => paper(4)),
    targets: opensInTime,
  },
  "random-places": scene("A million edits at random places", () => scatterEdits(SCATTERED, SEED)),
};

/**
 * @param {string} title
 * @param {() => Load} make
 * @returns {import("../lib/kept.mjs").Scene<Data[]>}
 */
function scene(title, make) {
  return {
    title,
    async measure({ quick }) {
      const load = make();
      const rounds = quick ? 1 : ROUNDS;
      const postgres = await startPostgres(locatePostgres({ install: true, say }));
      try {
        const settings = { DATABASE_URL: postgres.url, SECRET_KEY: randomUUID() };
        return [
          await measureOn("PostgreSQL", settings, load, rounds),
          await measureOn("PGlite", {}, load, rounds),
        ];
      } finally {
        await postgres.stop();
      }
    },
    show: (all) => tableOf(HEAD, all.map(row)),
  };
}

/** @param {Data[]} all */
function opensInTime(all) {
  return all.map(({ database, opened }) => ({
    what: `first open, ${database}`,
    measured: median(opened.map(({ firstMs }) => firstMs)),
    limit: OPEN_LIMIT_MS,
    unit: "ms",
  }));
}

/** @param {number} times @returns {Load} */
function paper(times) {
  const { updates, text } = typePaper(times);
  return { updates, length: text.length };
}

/** @param {Data} data */
function row({ database, edits, ms, cpuMs, opened }) {
  const of = (/** @type {(one: Opened) => number} */ figure) => digits(median(opened.map(figure)), 0);
  return [
    database,
    String(edits),
    digits((edits / ms) * MS, 0),
    digits(cpuMs / MS, 1),
    of(({ bytes }) => bytes / KB),
    of(({ firstMs }) => firstMs),
    of(({ receivedMs }) => receivedMs),
    of(({ againMs }) => againMs),
    of(({ startMs }) => startMs),
  ];
}

/**
 * @param {string} database
 * @param {Record<string, string>} settings
 * @param {Load} load
 * @param {number} rounds
 * @returns {Promise<Data>}
 */
async function measureOn(database, settings, { updates, length }, rounds) {
  const dataDir = await mkdtemp(path.join(tmpdir(), "tandem-bench-"));
  const env = { ...settings, MAX_FILE_BYTES, DATA_DIR: dataDir };
  try {
    const { file, typed } = await typeIn(updates, env);
    const opened = [];
    for (let round = 0; round < rounds; round += 1) opened.push(await openCold(file, length, env));
    return { database, edits: updates.length, ...typed, opened };
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
    const { ms, close } = await replay(
      {
        writer: plainAddress(server.url, file.fileId, file.writer),
        reader: plainAddress(server.url, file.fileId, file.reader),
      },
      updates,
      IN_FLIGHT,
    );
    const cpuMs = server.cpuMs() - before;
    close();
    return { file, typed: { ms, cpuMs } };
  } finally {
    await server.stop();
  }
}

/**
 * In a process of its own, that has nothing loaded yet.
 * @param {{ fileId: number, reader: string }} file
 * @param {number} length
 * @param {Record<string, string>} env
 * @returns {Promise<Opened>}
 */
async function openCold({ fileId, reader }, length, env) {
  const started = performance.now();
  const server = await startTandem(env);
  const startMs = performance.now() - started;
  try {
    const address = plainAddress(server.url, fileId, reader);
    const { openMs: firstMs, receivedMs, bytes } = await openFile(address, length);
    const { openMs: againMs } = await openFile(address, length);
    return { startMs, firstMs, receivedMs, bytes, againMs };
  } finally {
    await server.stop();
  }
}
