import { say, seconds } from "../../scripts/lib/progress.mjs";
import { installPeers, peerVersions } from "../lib/peers.mjs";
import { startStores } from "../live/stores.mjs";
import { SYSTEMS } from "../live/systems.mjs";
import { runTyping } from "../live/typing-run.mjs";
import { typingTable } from "../live/typing-table.mjs";

/**
 * Live editing beside what others have built, and beside relays that read and keep nothing: the same people, typing the
 * same real keystrokes, in turns, round by round, each system anew in a process of its own.
 */
export const TITLE = "Live editing beside others";

const FAN_OUT = { rooms: 1, editsPerSecond: 10, seconds: 10 };

/** @type {Record<string, { title: string, scene: import("../live/typing-run.mjs").Scene }>} */
const SCENES = {
  "fan-out-100": {
    title: "One file, 100 people, 10 of them type 10 edits a second each",
    scene: { ...FAN_OUT, people: 100, typists: 10 },
  },
  "fan-out-300": {
    title: "One file, 300 people, 5 of them type 10 edits a second each",
    scene: { ...FAN_OUT, people: 300, typists: 5 },
  },
  "many-files": {
    title: "300 files, 3 people in each, one of them types 2 edits a second",
    scene: { rooms: 300, people: 3, typists: 1, editsPerSecond: 2, seconds: 10 },
  },
  "one-person": {
    title: "One file, 2 people, one of them types 10 edits a second",
    scene: { ...FAN_OUT, people: 2, typists: 1 },
  },
};
const ROUNDS = 3;
const QUICK = { rounds: 1, seconds: 5 };

/**
 * @param {import("../run.mjs").Options} options
 * @returns {Promise<string>} a table per scene
 */
export async function run({ quick, scenes, systems }) {
  await installPeers();
  const stores = await startStores();
  const measured = chosen(SYSTEMS, systems, "system").filter(
    ([, { aside }]) => !(aside && quick && systems.length === 0),
  );
  try {
    const parts = [`PostgreSQL ${stores.version} with fsync; ${peerVersions()}.`];
    for (const [name, { title, scene }] of chosen(SCENES, scenes, "scene")) {
      const asked = quick ? { ...scene, seconds: QUICK.seconds } : scene;
      const rounds = quick ? QUICK.rounds : ROUNDS;
      const rows = await inTurns(name, asked, rounds, measured, stores);
      const length = `${asked.seconds} s, ${rounds === 1 ? "one round" : `medians of ${rounds} rounds`}`;
      parts.push(`### ${title}\n\n${length}.\n\n${typingTable(rows)}`);
    }
    return parts.join("\n\n");
  } finally {
    await stores.stop();
  }
}

/**
 * Every system once, then every system again: the machine's own ups and downs fall on all.
 * @param {string} name
 * @param {import("../live/typing-run.mjs").Scene} scene
 * @param {number} rounds
 * @param {[string, import("../live/systems.mjs").System][]} systems
 * @param {Awaited<ReturnType<typeof startStores>>} stores
 */
async function inTurns(name, scene, rounds, systems, stores) {
  /** @type {import("../live/typing-table.mjs").Measured[]} */
  const measured = systems.map(([id, system]) => ({ id, name: system.name, runs: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [at, [id, system]] of systems.entries()) {
      if (system.aside && round > 1) continue;
      const since = performance.now();
      const done = await runTyping(system, scene, stores);
      measured[at]?.runs.push(done);
      const took = seconds(performance.now() - since);
      say(`${name}, ${id}, round ${round}: ${seconds(done.serverMs)} of a processor (took ${took})`);
    }
  }
  return measured;
}

/**
 * @template T
 * @param {Record<string, T>} all
 * @param {string[]} names none: all
 * @param {string} what
 * @returns {[string, T][]}
 */
function chosen(all, names, what) {
  const unknown = names.find((name) => !(name in all));
  if (unknown !== undefined) {
    throw new Error(`there is no ${what} ${unknown}; there are: ${Object.keys(all).join(", ")}`);
  }
  return Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name));
}
