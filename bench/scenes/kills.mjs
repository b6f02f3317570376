import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../../scripts/lib/progress.mjs";
import { seededRandom } from "../lib/random.mjs";
import { digits, tableOf } from "../lib/table.mjs";
import { joinAll } from "../live/joining.mjs";
import { keystrokes } from "../live/keystrokes.mjs";
import { lostOf } from "../live/lost.mjs";
import { withStores } from "../live/stores.mjs";
import { chosenSystems, systemOf } from "../live/systems.mjs";

/**
 * Servers killed with SIGKILL while people type, at random moments: which of the characters that somebody else was shown
 * are gone when a new process has started. Clients that could bring them back do not come back. Nothing is timed, so all
 * systems are tried at once.
 *
 * @typedef {import("../live/client.mjs").Mark} Mark
 * @typedef {{ id: string, name: string, kills: number, delivered: number, lost: number, lossyKills: number, longestMs: number }}
 *   Outcome `lossyKills`: that lost anything; `longestMs`: from the first that was lost to the kill
 * @typedef {{ seed: number, outcomes: Outcome[] }} Data
 */

export const KILLED = ["tandem", "tandem-pglite", "y-leveldb", "hocuspocus", "sharedb"];
const KILLS = 30;
const QUICK_KILLS = 3;
const TYPISTS = 3;
const NEEDS = { files: 1, accounts: TYPISTS + 1 };
const EDITS_PER_SECOND = 20;
const SHORTEST_LIFE_MS = 300;
const LONGEST_LIFE_MS = 6_000;
const KEYSTROKES = (LONGEST_LIFE_MS / 1_000 + 1) * EDITS_PER_SECOND;
const FIRST_CLIENT_ID = 4_000_000;
const MS = 1_000;
const HEAD = ["", "kills", "delivered characters", "lost", "kills that lost any", "longest stretch lost, s"];

/** @type {import("../lib/kept.mjs").Scene<Data>} */
export const KILLS_WHILE_TYPING = {
  title: `${KILLS} kills while ${TYPISTS} people type ${EDITS_PER_SECOND} edits a second each`,
  async measure({ quick, systems, seed }) {
    const kills = quick ? QUICK_KILLS : KILLS;
    const outcomes = await withStores((stores) =>
      Promise.all(chosenSystems(KILLED, systems).map((id) => killOften(id, stores, kills, seed))),
    );
    return { seed, outcomes };
  },
  show: ({ seed, outcomes }) => `Seed ${seed}.\n\n${tableOf(HEAD, outcomes.map(row))}`,
  targets: ({ outcomes }) => outcomes.filter(({ id }) => id.startsWith("tandem")).map(nothingLost),
};

/** @param {Outcome} outcome */
export const nothingLost = ({ name, lost }) => ({
  what: `${name}: delivered characters lost`,
  measured: lost,
  limit: 0,
});

/** @param {Outcome} outcome */
function row({ name, kills, delivered, lost, lossyKills, longestMs }) {
  return [
    name,
    String(kills),
    String(delivered),
    String(lost),
    String(lossyKills),
    digits(longestMs / MS, 1),
  ];
}

/**
 * @param {string} id
 * @param {import("../live/stores.mjs").Stores} stores
 * @param {number} kills
 * @param {number} seed
 * @returns {Promise<Outcome>}
 */
async function killOften(id, stores, kills, seed) {
  const random = seededRandom(seed);
  const home = await stores.newHome();
  const outcome = { id, name: systemOf(id).name, kills, delivered: 0, lost: 0, lossyKills: 0, longestMs: 0 };
  /** @type {Mark[]} what is still there, of all that was delivered */
  let kept = [];
  let running = await systemOf(id).start(home, NEEDS);
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const lifeMs = SHORTEST_LIFE_MS + random() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS);
      const life = await typeUntilKilled(running, kill, lifeMs);
      running = await systemOf(id).start(home, NEEDS);
      const delivered = [...kept, ...life.delivered];
      const lost = await lostOf(running.address(0, TYPISTS), delivered);
      kept = delivered.filter((mark) => !lost.includes(mark));
      outcome.delivered += life.delivered.length;
      outcome.lost += lost.length;
      outcome.lossyKills += lost.length > 0 ? 1 : 0;
      const firstLost = Math.min(life.killedAt, ...lost.map(({ at }) => at));
      outcome.longestMs = Math.max(outcome.longestMs, life.killedAt - firstLost);
      say(`kills, ${id}, ${kill + 1}: ${lost.length} lost of ${life.delivered.length}`);
    }
    return outcome;
  } finally {
    await running.stop();
  }
}

/**
 * One life of a server; answers each character once that anybody but its author was shown.
 * @param {import("../live/systems.mjs").Running} running
 * @param {number} kill
 * @param {number} lifeMs
 */
async function typeUntilKilled(running, kill, lifeMs) {
  const authors = Array.from({ length: TYPISTS }, (_, n) => FIRST_CLIENT_ID + kill * TYPISTS + n);
  const people = authors.map((author, n) => ({ address: running.address(0, n), author }));
  const clients = await joinAll([...people, { address: running.address(0, TYPISTS) }]);
  let alive = true;
  const typing = authors.map(async (author, n) => {
    for (const typed of keystrokes(KEYSTROKES, author)) {
      if (!alive) return;
      clients[n]?.send(typed);
      await sleep(MS / EDITS_PER_SECOND);
    }
  });
  await sleep(lifeMs);
  const killedAt = performance.now();
  for (const server of running.servers) await server.kill();
  alive = false;
  await Promise.all(typing);
  for (const client of clients) client.close();
  /** @type {Map<string, Mark>} */
  const delivered = new Map();
  for (const [n, client] of clients.entries()) {
    for (const mark of client.marks()) {
      const isOfThisLife = authors.includes(mark.author) && mark.author !== authors[n];
      if (isOfThisLife) delivered.set(`${mark.author} ${mark.clock}`, mark);
    }
  }
  return { delivered: [...delivered.values()], killedAt };
}
