import * as Y from "yjs";
import { inTurns, turnsOf } from "../live/in-turns.mjs";
import { joinAll } from "../live/joining.mjs";
import { ROOT_NAME } from "../live/keystrokes.mjs";
import { memoryOf, tellingFlags } from "../live/memory.mjs";
import { untilIdle } from "../live/quiet.mjs";
import { withStores } from "../live/stores.mjs";
import { systemOf } from "../live/systems.mjs";
import { costFromHere } from "../live/typing-run.mjs";
import { memoryTable, memoryTargets } from "./memory-table.mjs";

/**
 * What a server holds for somebody who only has a file open, and for a small file that is open: its process before and
 * after, each time with all garbage collected.
 *
 * @typedef {import("../live/client.mjs").Address} Address
 * @typedef {import("../live/memory.mjs").Memory} Memory
 * @typedef {{ client: Memory, file: Memory, base: Memory }} Run bytes; `file`: without its client
 * @typedef {import("../live/in-turns.mjs").Measured<Run>} Measured
 */

const SYSTEMS = ["hocuspocus", "tandem"];
const ASIDE = ["ws-relay", "y-leveldb", "sharedb", "tandem-socket-io"];
const CLIENTS = 500;
const FILES = 300;
const ACCOUNTS = 30;
/** Come before the first look and stay: what a process allocates once is not what one more costs. */
const WARM_UP = 250;
const TEXT = "const answer = 42;\n".repeat(50);
const FIRST_CLIENT_ID = 2_000_000;
/** @type {import("../lib/kept.mjs").Scene<Measured[]>} */
export const MEMORY = {
  title: `Memory: ${CLIENTS} idle clients of one file, ${FILES} small files with one client each`,
  async measure(options) {
    const turns = turnsOf(SYSTEMS, ASIDE, options);
    return withStores((stores) => inTurns("memory", turns, (id) => measure(id, stores)));
  },
  show: memoryTable,
  targets: memoryTargets,
};

/**
 * @param {string} id
 * @param {import("../live/stores.mjs").Stores} stores
 * @returns {Promise<Run>}
 */
async function measure(id, stores) {
  const inOne = { files: 1, accounts: ACCOUNTS };
  const { base, grown: clients } = await growth(id, stores, inOne, (address) => ({
    warmUp: Array.from({ length: WARM_UP }, (_, n) => address(0, n)),
    people: Array.from({ length: CLIENTS }, (_, n) => address(0, n)),
    types: false,
  }));
  const inMany = { files: FILES + WARM_UP, accounts: 1 };
  const { grown: files } = await growth(id, stores, inMany, (address) => ({
    warmUp: Array.from({ length: WARM_UP }, (_, n) => address(FILES + n, 0)),
    people: Array.from({ length: FILES }, (_, n) => address(n, 0)),
    types: true,
  }));
  const client = { rss: clients.rss / CLIENTS, heap: clients.heap / CLIENTS };
  const file = { rss: files.rss / FILES - client.rss, heap: files.heap / FILES - client.heap };
  return { client, file, base };
}

/**
 * How much a new process grows when people come.
 * @param {string} id
 * @param {import("../live/stores.mjs").Stores} stores
 * @param {import("../live/systems.mjs").Needs} needs
 * @param {(address: (file: number, person: number) => Address) => { warmUp: Address[], people: Address[], types: boolean }} plan
 * @returns {Promise<{ base: Memory, grown: Memory }>}
 */
async function growth(id, stores, needs, plan) {
  const home = await stores.newHome();
  // Making accounts and files leaves free memory behind, which others would fill unseen.
  await (await systemOf(id).start(home, needs)).stop();
  const running = await systemOf(id).start(home, needs, tellingFlags(home));
  try {
    const { warmUp, people, types } = plan(running.address);
    const settled = async () => {
      for (const server of running.servers) await server.settle();
      await untilIdle(costFromHere(running, stores));
      return memoryOf(home, running.servers[0]?.pid);
    };
    const base = await settled();
    const first = await come(warmUp, types);
    const before = await settled();
    const clients = [...first, ...(await come(people, types))];
    const after = await settled();
    const ended = clients.flatMap((client) => client.ended() ?? []);
    if (ended.length > 0) throw new Error(`${id}: ${ended.length} connections ended: ${ended[0]}`);
    for (const client of clients) client.close();
    return { base, grown: { rss: after.rss - before.rss, heap: after.heap - before.heap } };
  } finally {
    await running.stop();
  }
}

/**
 * Joins, and with `types` each pastes a small text.
 * @param {Address[]} addresses
 * @param {boolean} types
 */
async function come(addresses, types) {
  const people = addresses.map((address, n) => ({
    address,
    author: types ? FIRST_CLIENT_ID + n : undefined,
  }));
  const clients = await joinAll(people);
  for (const [n, client] of clients.entries()) {
    if (types) client.send(paste(FIRST_CLIENT_ID + n));
  }
  return clients;
}

/** @param {number} author @returns {import("../live/keystrokes.mjs").Keystroke} */
function paste(author) {
  const doc = new Y.Doc();
  doc.clientID = author;
  doc.getText(ROOT_NAME).insert(0, TEXT);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return { update, clock: 0, edit: [0, 0, TEXT] };
}
