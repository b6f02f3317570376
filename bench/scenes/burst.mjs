import { say } from "../../scripts/lib/progress.mjs";
import { paperEdits, typePaper } from "../lib/edits.mjs";
import { replay } from "../lib/plain-client.mjs";
import { tableOf } from "../lib/table.mjs";
import { lostOf } from "../live/lost.mjs";
import { replayAtOnce } from "../live/sharedb-replay.mjs";
import { withStores } from "../live/stores.mjs";
import { chosenSystems, systemOf } from "../live/systems.mjs";
import { marksOf } from "../live/yjs-heard.mjs";
import { KILLED, nothingLost } from "./kills.mjs";

/**
 * Servers killed with SIGKILL at the moment that somebody else was shown the last of very many edits at once.
 *
 * @typedef {import("./kills.mjs").Outcome} Outcome
 * @typedef {import("../live/client.mjs").Mark} Mark
 */

const EDITS = 50_000;
const KILLS = 3;
const NEEDS = { files: KILLS, accounts: 2 };
const HEAD = ["", "kills", "delivered characters", "lost", "kills that lost any"];

/** @type {import("../lib/kept.mjs").Scene<Outcome[]>} */
export const KILLS_AFTER_BURST = {
  title: `${KILLS} kills, each after a burst of ${EDITS.toLocaleString("en")} edits`,
  async measure({ quick, systems }) {
    const updates = typePaper(1).updates.slice(0, EDITS);
    const kills = quick ? 1 : KILLS;
    return withStores(async (stores) => {
      const outcomes = [];
      for (const id of chosenSystems(KILLED, systems))
        outcomes.push(await killAfterBursts(id, stores, kills, updates));
      return outcomes;
    });
  },
  show: (outcomes) => tableOf(HEAD, outcomes.map(row)),
  targets: (outcomes) => outcomes.filter(({ id }) => id.startsWith("tandem")).map(nothingLost),
};

/** @param {Outcome} outcome */
function row({ name, kills, delivered, lost, lossyKills }) {
  return [name, String(kills), String(delivered), String(lost), String(lossyKills)];
}

/**
 * @param {string} id
 * @param {import("../live/stores.mjs").Stores} stores
 * @param {number} kills each into a file of its own
 * @param {Uint8Array[]} updates
 * @returns {Promise<Outcome>}
 */
async function killAfterBursts(id, stores, kills, updates) {
  const edits = paperEdits().slice(0, EDITS);
  const all = marksOf([], updates);
  const home = await stores.newHome();
  const outcome = { id, name: systemOf(id).name, kills, delivered: 0, lost: 0, lossyKills: 0, longestMs: 0 };
  let running = await systemOf(id).start(home, NEEDS);
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const people = { writer: running.address(kill, 0), reader: running.address(kill, 1) };
      const delivered =
        id === "sharedb"
          ? await replayAtOnce(people, edits)
          : await replay(people, updates, EDITS).then(() => all);
      for (const server of running.servers) await server.kill();
      running = await systemOf(id).start(home, NEEDS);
      const lost = await lostOf(running.address(kill, 1), delivered);
      outcome.delivered += delivered.length;
      outcome.lost += lost.length;
      outcome.lossyKills += lost.length > 0 ? 1 : 0;
      say(`burst, ${id}, ${kill + 1}: ${lost.length} lost of ${delivered.length}`);
    }
    return outcome;
  } finally {
    await running.stop();
  }
}
