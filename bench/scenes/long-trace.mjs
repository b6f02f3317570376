import { paperEdits, typePaper } from "../lib/edits.mjs";
import { openFile, replay } from "../lib/plain-client.mjs";
import { median } from "../lib/table.mjs";
import { peakBytes } from "../lib/usage.mjs";
import { beside, inTurns, ratio, turnsOf } from "../live/in-turns.mjs";
import { untilIdle } from "../live/quiet.mjs";
import { createText, openText, replayEdits } from "../live/sharedb-replay.mjs";
import { withStores } from "../live/stores.mjs";
import { systemOf } from "../live/systems.mjs";
import { costFromHere } from "../live/typing-run.mjs";
import { durableRate, opening, openTable, rate, replayTable } from "./long-trace-table.mjs";

/**
 * The long trace: replayed through one writer as fast as it goes, then opened in a process that has just started.
 *
 * @typedef {{ edits: number, deliveredMs: number, durableMs: number, serverMs: number, databaseMs: number }} Replayed
 *   `durableMs`: until all that was delivered is stored; processor time until nothing is left to do
 * @typedef {{ startMs: number, openMs: number, receivedMs: number, bytes: number, peakBytes: number }} Opened
 * @typedef {Replayed & { opened: Opened[] }} Run `opened`: none by those that store nothing
 * @typedef {import("../live/in-turns.mjs").Measured<Run>} Measured
 * @typedef {{ postgres: string, rounds: number, measured: Measured[] }} Data
 */

const SYSTEMS = ["hocuspocus", "tandem"];
const ASIDE = ["ws-relay", "y-websocket", "y-leveldb", "sharedb", "tandem-pglite"];
const STORES_NOTHING = ["ws-relay", "y-websocket"];
const NEEDS = { files: 2, accounts: 2 };
/** Edits under way at once. */
const IN_FLIGHT = 20_000;
const OPENS = 3;
/** ShareDB has one operation of a client under way; a whole replay would take a quarter of an hour. */
const SHAREDB_LIMIT_MS = 20_000;

/** @type {import("../lib/kept.mjs").Scene<Data>} */
export const LONG_TRACE = {
  title: "The long trace: replayed through one writer, then opened in a new process",
  async measure(options) {
    const turns = turnsOf(SYSTEMS, ASIDE, options);
    const { updates, text } = typePaper(1);
    return withStores(async (stores) => ({
      postgres: stores.version,
      rounds: turns.rounds,
      measured: await inTurns("long-trace", turns, (id) => measure(id, stores, updates, text)),
    }));
  },
  show: ({ postgres, rounds, measured }) =>
    [`PostgreSQL ${postgres}; medians of ${rounds}.`, replayTable(measured), openTable(measured)].join(
      "\n\n",
    ),
  targets: ({ measured }) => [
    {
      what: "replay, edits/s ÷ Hocuspocus",
      measured: median(beside(measured, ["tandem", "hocuspocus"], rate, ratio)),
      limit: 4,
      atLeast: true,
    },
    {
      what: "replay, durable",
      measured: ours(measured, durableRate),
      limit: 100_000,
      unit: "edits/s",
      atLeast: true,
    },
    {
      what: "cold open ÷ Hocuspocus",
      measured: median(beside(measured, ["tandem", "hocuspocus"], opening, ratio)),
      limit: 0.6,
    },
    { what: "cold open", measured: ours(measured, opening), limit: 150, unit: "ms" },
  ],
};

/**
 * @param {Measured[]} all
 * @param {(run: Run) => number} figure
 */
function ours(all, figure) {
  return median(all.filter(({ id }) => id === "tandem").flatMap(({ runs }) => runs.map(figure)));
}

/**
 * @param {string} id
 * @param {import("../live/stores.mjs").Stores} stores
 * @param {Uint8Array[]} updates
 * @param {string} text
 * @returns {Promise<Run>}
 */
async function measure(id, stores, updates, text) {
  const home = await stores.newHome();
  const running = await systemOf(id).start(home, NEEDS);
  try {
    const cost = costFromHere(running, stores);
    const people = { writer: running.address(0, 0), reader: running.address(0, 1) };
    const replayed =
      id === "sharedb"
        ? await replayEdits(people, paperEdits(), SHAREDB_LIMIT_MS)
        : { edits: updates.length, ...(await replay(people, updates, IN_FLIGHT)) };
    const delivered = performance.now();
    for (const server of running.servers) await server.settle();
    const durableMs = replayed.ms + performance.now() - delivered;
    replayed.close();
    await untilIdle(cost);
    const used = cost();
    if (id === "sharedb") await createText(running.address(1, 0), text);
    await running.stop();
    const opened = [];
    while (opened.length < OPENS && !STORES_NOTHING.includes(id)) opened.push(await openCold(id, home, text));
    return { edits: replayed.edits, deliveredMs: replayed.ms, durableMs, ...used, opened };
  } finally {
    await running.stop();
  }
}

/**
 * @param {string} id
 * @param {import("../live/stores.mjs").Home} home
 * @param {string} text
 * @returns {Promise<Opened>}
 */
async function openCold(id, home, text) {
  const since = performance.now();
  const running = await systemOf(id).start(home, NEEDS);
  const startMs = performance.now() - since;
  try {
    const { content, ...opened } =
      id === "sharedb"
        ? await openText(running.address(1, 0))
        : await openFile(running.address(0, 0), text.length);
    if (content !== text) throw new Error(`${id}: another text was opened`);
    return { ...opened, startMs, peakBytes: peakBytes(running.servers[0]?.pid) };
  } finally {
    await running.stop();
  }
}
